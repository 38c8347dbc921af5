// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const listening = (...Listeners: object[]) => ({ Listeners });
const tls = { Certificates: null, MaxVersion: '', MinVersion: '', CipherSuites: null };
const door = { Name: 'one', Port: 1, Protocol: 'http' };

testKind('api-gateway', {
  accepts: {
    'one with a certificate, its status passed over': [
      {
        Name: 'front',
        Listeners: [{ ...door, Protocol: 'HTTP', TLS: { Certificates: [{ Name: 'c' }] } }],
        Status: { Conditions: [] },
      },
      {
        Name: 'front',
        Listeners: [
          {
            ...door,
            Hostname: '',
            TLS: {
              ...tls,
              Certificates: [{ Kind: 'inline-certificate', Name: 'c', SectionName: '' }],
            },
          },
        ],
      },
    ],
  },
  refuses: {
    ...Object.fromEntries(
      ['One', '-one', 'one-', 'one..two'].map((name) => [
        `the name ${name}`,
        [
          listening({ ...door, Name: name }),
          `listener name "${name}" is invalid, must be at least 1 character and contain only letters, numbers, or dashes`,
        ] as const,
      ]),
    ),
    'one without listeners': [{}, 'api gateway must have at least one listener'],
    'a name with blanks': [
      listening({ ...door, Name: 'a b' }),
      'listener name "a b" is invalid, must be at least 1 character and contain only letters, numbers, or dashes',
    ],
    'a name that comes twice': [
      listening(door, { ...door, Port: 2 }),
      'found multiple listeners with the name "one"',
    ],
    'two protocols on a port': [
      listening(door, { Name: 'two', Port: 1, Protocol: 'tcp' }),
      'listeners "one" and "two" cannot be merged',
    ],
    'a port that is none': [
      listening({ ...door, Port: 70_000 }),
      'listener port 70000 not in the range 1-65535',
    ],
    'a certificate of no kind': [
      listening({ ...door, TLS: { Certificates: [{ Kind: 'jar', Name: 'c' }] } }),
      `unsupported certificate kind: "jar", must be 'file-system-certificate' or 'inline-certificate'`,
    ],
  },
});
