// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const path = '/v1/connect/ca/configuration';

testCommands({
  'the configuration as JSON': {
    run: 'connect ca get-config',
    answers: { [`GET ${path}`]: { Provider: 'consul', Config: { LeafCertTTL: '72h' } } },
    out: '{\n\t"Provider": "consul",\n\t"Config": {\n\t\t"LeafCertTTL": "72h"\n\t}\n}\n',
  },
  'a configuration is handed on': {
    run: 'connect ca set-config -config-file -',
    input: '{"Provider": "consul"}',
    answers: { [`PUT ${path}`]: null },
    out: 'Configuration updated!\n',
    requests: [`PUT ${path} {"Provider": "consul"}`],
  },
  'whatever it breaks': {
    run: 'connect ca set-config -force-without-cross-signing -config-file -',
    input: '{"Provider":"consul"}',
    answers: { [`PUT ${path}`]: null },
    out: 'Configuration updated!\n',
    requests: [`PUT ${path} {"Provider":"consul","ForceWithoutCrossSigning":true}`],
  },
  'a provider that there is not': {
    run: 'connect ca set-config -config-file -',
    input: '{}',
    answers: { [`PUT ${path}`]: new Reply(500, 'unknown CA provider') },
    code: 1,
    err: 'Error setting CA configuration: Unexpected response code: 500 (unknown CA provider)\n',
  },
  'a text that is no JSON': {
    run: 'connect ca set-config -config-file -',
    input: '{',
    code: 1,
    err: 'Error parsing config file: unexpected end of JSON input\n',
    requests: [],
  },
  'a file that is not there': {
    run: 'connect ca set-config -config-file=/nowhere',
    code: 1,
    err: 'Error reading config file: open /nowhere: no such file or directory\n',
    requests: [],
  },
  'no file': {
    run: 'connect ca set-config',
    code: 1,
    err: 'The -config-file flag is required\n',
    requests: [],
  },
});
