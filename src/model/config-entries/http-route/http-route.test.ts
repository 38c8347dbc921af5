// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const filters = {
  Headers: null,
  URLRewrite: null,
  RetryFilter: null,
  TimeoutFilter: null,
  JWT: null,
};
const matching = (match: object) => ({ Rules: [{}, { Matches: [match] }] });

testKind('http-route', {
  unaliased: ['TimeoutFilter', 'RequestTimeout', 'SectionName'],
  accepts: {
    'one that says nothing': [
      { Name: 'route' },
      { Name: 'route', Parents: null, Rules: null, Hostnames: null },
    ],
    'one with a rule': [
      {
        Name: 'route',
        Hostnames: ['a.example'],
        Parents: [{ Name: 'front' }],
        Rules: [
          {
            Filters: { TimeoutFilter: { RequestTimeout: '5s' } },
            Matches: [{ Method: 'get' }],
            Services: [{ Name: 'web', Weight: 0 }],
          },
        ],
      },
      {
        Name: 'route',
        Parents: [{ Kind: 'api-gateway', Name: 'front', SectionName: '' }],
        Rules: [
          {
            Filters: { ...filters, TimeoutFilter: { RequestTimeout: 5e9, IdleTimeout: 0 } },
            ResponseFilters: { Headers: null },
            Matches: [
              { Headers: null, Method: 'GET', Path: { Match: 'prefix', Value: '/' }, Query: null },
            ],
            Services: [
              { Name: 'web', Weight: 1, Filters: filters, ResponseFilters: { Headers: null } },
            ],
          },
        ],
        Hostnames: ['a.example'],
      },
    ],
  },
  refuses: {
    'a wildcard as host': [{ Hostnames: ['*.x'] }, 'host "*.x" must not be a wildcard'],
    'a parent that is no gateway': [
      { Parents: [{ Kind: 'mesh', Name: 'x' }] },
      `unsupported parent kind: "mesh", must be 'api-gateway'`,
    ],
    'a parent that comes twice': [
      { Parents: [{ Name: 'x' }, { Name: 'x' }] },
      'route parents must be unique',
    ],
    'a method that is none': [
      matching({ Method: 'brew' }),
      'Rule[1], Match[0], Method contains an invalid method "BREW"',
    ],
    'a path that is matched in no known way': [
      matching({ Path: { Match: 'fuzzy', Value: '/' } }),
      'Rule[1], Match[0], Path, match type should be one of exact, prefix, or regex',
    ],
    'a header without a name': [
      matching({ Headers: [{ Match: 'exact' }] }),
      'Rule[1], Match[0], Headers[0], missing required Name field',
    ],
  },
});
