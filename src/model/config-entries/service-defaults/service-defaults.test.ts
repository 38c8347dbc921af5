// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const parts = { TransparentProxy: {}, MeshGateway: {}, Expose: {} };
const upstream = { Peer: '', MeshGateway: {} };
const passive = (PassiveHealthCheck: object) => ({
  UpstreamConfig: { Defaults: { PassiveHealthCheck } },
});
const overriding = (...Overrides: readonly object[]) => ({ UpstreamConfig: { Overrides } });
const only = (problem: string) => `1 error occurred:\n\t* ${problem}\n\n`;

testKind('service-defaults', {
  unaliased: ['MaxRequestHeadersKB', 'EnforcingConsecutive5xx'],
  accepts: {
    'a size of headers of zero': [
      { Name: 'web', MaxRequestHeadersKB: 0 },
      { Name: 'web', Protocol: '', ...parts, MaxRequestHeadersKB: 0 },
    ],
    'a passive health check that counts some zeros and not others': [
      {
        Name: 'web',
        ...passive({
          Interval: 0,
          MaxFailures: 0,
          EnforcingConsecutive5xx: 0,
          MaxEjectionPercent: 0,
        }),
      },
      {
        Name: 'web',
        Protocol: '',
        ...parts,
        UpstreamConfig: {
          Defaults: {
            ...upstream,
            PassiveHealthCheck: { EnforcingConsecutive5xx: 0, MaxEjectionPercent: 0 },
          },
        },
      },
    ],
    'no overrides': [
      { Name: 'web', ...overriding() },
      { Name: 'web', Protocol: '', ...parts, UpstreamConfig: {} },
    ],
  },
  refuses: {
    'an empty limit of rates': [
      { RateLimits: {} },
      only('invalid rate_limits config. Rate limiting is a consul enterprise feature'),
    ],
    'an override for nobody at a peer': [
      overriding({ Peer: 'east' }),
      only('error in upstream override for :: Name is required'),
    ],
    'an override for everybody at a peer': [
      overriding({ Name: '*', Peer: 'east' }),
      only('error in upstream override for *:east: Wildcard name is not supported'),
    ],
    'snake_case of a field that has none': [
      { max_request_headers_kb: 1 },
      only('invalid config key "max_request_headers_kb"'),
    ],
    'a mode that is no text': [
      { Mode: ['a', 'b'] },
      "decoding failed due to the following error(s):\n\n'Mode' expected type 'structs.ProxyMode', got unconvertible type '[]interface {}'",
    ],
  },
});
