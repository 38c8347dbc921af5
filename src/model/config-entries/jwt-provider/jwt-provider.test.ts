// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const keys = { JSONWebKeySet: { Local: { JWKS: 'e30=' } } };
const remote = (Remote: object) => ({ JSONWebKeySet: { Remote } });

testKind('jwt-provider', {
  accepts: {
    'one with the least of an address': [
      { Name: 'okta', JSONWebKeySet: { Remote: { URI: '*' } } },
      { Name: 'okta', ClockSkewSeconds: 30, JSONWebKeySet: { Remote: { URI: '*' } } },
    ],
    'one with keys of its own': [
      { Name: 'okta', ...keys, Forwarding: { HeaderName: 'x' }, Audiences: [] },
      {
        Name: 'okta',
        ClockSkewSeconds: 30,
        ...keys,
        Forwarding: { HeaderName: 'x', PadForwardPayloadHeader: false },
      },
    ],
    'one that fetches them': [
      { Name: 'okta', ClockSkewSeconds: 5, ...remote({ URI: 'https://x', CacheDuration: '5m' }) },
      { Name: 'okta', ClockSkewSeconds: 5, ...remote({ URI: 'https://x', CacheDuration: 300e9 }) },
    ],
  },
  refuses: {
    'one without keys': [{}, 'JSONWebKeySet is required'],
    'keys that are not base64': [
      { JSONWebKeySet: { Local: { JWKS: '!' } } },
      'JWKS must be valid base64 encoded string',
    ],
    'keys in two places': [
      { JSONWebKeySet: { Local: { JWKS: 'e30=' }, Remote: { URI: 'x' } } },
      'must specify exactly one of Local or Remote JSON Web key set',
    ],
    'keys from nowhere': [remote({}), 'Remote JWKS URI is required'],
    'a pause that shrinks': [
      remote({
        URI: 'https://x',
        RetryPolicy: { RetryPolicyBackOff: { BaseInterval: '2s', MaxInterval: '1s' } },
      }),
      "retry policy backoff's MaxInterval should be greater or equal to BaseInterval",
    ],
    'a discovery that is none': [
      remote({ URI: 'https://x', JWKSCluster: { DiscoveryType: 'x' } }),
      'unsupported jwks cluster discovery type: "x"',
    ],
    'tokens in two places': [
      { ...keys, Locations: [{ Header: { Name: 'a' }, Cookie: { Name: 'b' } }, { Cookie: {} }] },
      '2 errors occurred:\n\t* must set exactly one of: JWT location header, query param or cookie\n\t* JWT location cookie name must be specified\n\n',
    ],
  },
});
