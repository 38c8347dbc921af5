// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const matching = (HTTP: object) => ({ Routes: [{}, { Match: { HTTP } }] });

testKind('service-router', {
  accepts: {
    'one with routes of all sorts': [
      {
        Name: 'web',
        Routes: [
          {
            Match: { HTTP: { PathPrefix: '/a', Methods: ['get'], CaseInsensitive: false } },
            Destination: {
              Service: 'api',
              RequestTimeout: '90s',
              IdleTimeout: 0,
              RetryOnStatusCodes: [503],
              RequestHeaders: { Add: { a: 'b' }, Remove: [] },
            },
          },
          { Match: { HTTP: { Header: [{ Name: 'h', Present: true, Invert: false }] } } },
          {},
        ],
      },
      {
        Name: 'web',
        Routes: [
          {
            Match: { HTTP: { PathPrefix: '/a', Methods: ['GET'] } },
            Destination: {
              Service: 'api',
              RequestTimeout: '1m30s',
              RetryOnStatusCodes: [503],
              RequestHeaders: { Add: { a: 'b' } },
            },
          },
          { Match: { HTTP: { Header: [{ Name: 'h', Present: true }] } } },
          {},
        ],
      },
    ],
    'one without routes': [{ Name: 'web' }, { Name: 'web', Routes: null }],
    'one with an empty list of routes': [
      { Name: 'web', Routes: [] },
      { Name: 'web', Routes: [] },
    ],
    'a time that is no number': [
      { Name: 'web', Routes: [{ Destination: { IdleTimeout: true } }] },
      { Name: 'web', Routes: [{ Destination: { IdleTimeout: '1ns' } }] },
    ],
  },
  refuses: {
    'a path that is not absolute': [
      matching({ PathPrefix: 'a' }),
      `Route[1] PathPrefix doesn't start with '/': "a"`,
    ],
    'two paths': [
      matching({ PathPrefix: '/a', PathRegex: '/b' }),
      'Route[1] should only contain at most one of PathExact, PathPrefix, or PathRegex',
    ],
    'a header without a name': [
      matching({ Header: [{ Present: true }] }),
      'Route[1] Header[0] missing required Name field',
    ],
    'a header that is matched twice': [
      matching({ Header: [{ Name: 'h', Exact: 'a', Prefix: 'b' }] }),
      'Route[1] Header[0] should only contain one of Present, Exact, Prefix, Suffix, or Regex',
    ],
    'a parameter that is not matched': [
      matching({ QueryParam: [{ Name: 'q' }] }),
      'Route[1] QueryParam[0] should only contain one of Present, Exact, or Regex',
    ],
    'a method that is none': [
      matching({ Methods: ['brew'] }),
      'Route[1] Methods contains an invalid method "BREW"',
    ],
    'a method that comes twice': [
      matching({ Methods: ['GET', 'get'] }),
      'Route[1] Methods contains "GET" more than once',
    ],
    'a rewrite of no prefix': [
      { Routes: [{ Destination: { PrefixRewrite: '/x' } }] },
      'Route[0] cannot make use of PrefixRewrite without configuring either PathExact or PathPrefix',
    ],
    'a reason to try again that is none': [
      { Routes: [{ Destination: { RetryOn: ['tuesday'] } }] },
      'Route[0] contains an invalid retry condition: "tuesday"',
    ],
  },
});
