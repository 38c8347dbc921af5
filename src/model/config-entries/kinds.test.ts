// SPDX-License-Identifier: Apache-2.0
// What each kind makes of an entry, and what it refuses. The texts and shapes are a recorded Consul's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { decodeConfigEntry } from './decode.ts';
import type { ConfigEntry } from './entry.ts';
import { hashOf } from './hash.ts';
import { kinds } from './kinds.ts';

function accept(written: object, others: readonly ConfigEntry[] = []): ConfigEntry {
  const decoded = decodeConfigEntry(written);
  const kind = kinds[decoded.Kind];
  const entry = kind.normalize(decoded);
  kind.validate(entry);
  kind.checkReferences?.(entry, (of, name) =>
    others.find(({ Kind, Name }) => Kind === of && Name === name),
  );
  return entry;
}

describe('an entry is completed:', () => {
  const empty = { TransparentProxy: {}, MeshGateway: {}, Expose: {} };
  const cases: Record<string, [written: object, entry: object]> = {
    'service-defaults': [
      { Kind: 'service-defaults', Name: 'web', Protocol: 'HTTP', MaxInboundConnections: 0 },
      { Kind: 'service-defaults', Name: 'web', Protocol: 'http', ...empty },
    ],
    'service-defaults with upstreams': [
      {
        Kind: 'service-defaults',
        Name: 'web',
        UpstreamConfig: {
          Overrides: [{ Name: 'db', ConnectTimeoutMs: -5 }],
          Defaults: { Protocol: 'HTTP2', Limits: { MaxConnections: 0 } },
        },
      },
      {
        Kind: 'service-defaults',
        Name: 'web',
        Protocol: '',
        ...empty,
        UpstreamConfig: {
          Overrides: [{ Name: 'db', Peer: '', MeshGateway: {} }],
          Defaults: {
            Peer: '',
            Protocol: 'http2',
            Limits: { MaxConnections: 0 },
            MeshGateway: {},
          },
        },
      },
    ],
    'proxy-defaults without a name': [
      { Kind: 'proxy-defaults', AccessLogs: { Enabled: true } },
      {
        Kind: 'proxy-defaults',
        Name: 'global',
        Config: null,
        ...empty,
        AccessLogs: { Enabled: true },
      },
    ],
    mesh: [
      { Kind: 'mesh', Peering: {}, HTTP: { Incoming: { RequestNormalization: {} } } },
      {
        Kind: 'mesh',
        Name: 'mesh',
        TransparentProxy: { MeshDestinationsOnly: false },
        HTTP: {
          SanitizeXForwardedClientCert: false,
          Incoming: {
            RequestNormalization: {
              InsecureDisablePathNormalization: false,
              MergeSlashes: false,
              PathWithEscapedSlashesAction: '',
              HeadersWithUnderscoresAction: '',
            },
          },
        },
        Peering: { PeerThroughMeshGateways: false },
      },
    ],
    'exported-services': [
      {
        Kind: 'exported-services',
        Name: 'default',
        Services: [{ Name: '*', Consumers: [{ Peer: 'east' }, {}] }],
      },
      {
        Kind: 'exported-services',
        Name: 'default',
        Services: [{ Name: '*', Consumers: [{ Peer: 'east' }, {}] }],
      },
    ],
    'service-intentions, in the order of precedence': [
      {
        Kind: 'service-intentions',
        Name: 'web',
        Sources: [
          { Name: '*', Action: 'deny' },
          {
            Name: 'api',
            Peer: 'east',
            LegacyID: 'x',
            Permissions: [{ Action: 'allow', HTTP: { Methods: ['get'] } }],
          },
        ],
      },
      {
        Kind: 'service-intentions',
        Name: 'web',
        Sources: [
          {
            Name: 'api',
            Permissions: [{ Action: 'allow', HTTP: { Methods: ['GET'] } }],
            Precedence: 9,
            Type: 'consul',
            Peer: 'east',
          },
          { Name: '*', Action: 'deny', Precedence: 8, Type: 'consul' },
        ],
      },
    ],
  };
  for (const [name, [written, entry]] of Object.entries(cases)) {
    test(name, () => {
      assert.deepEqual(accept(written), entry);
      assert.deepEqual(JSON.parse(JSON.stringify(accept(written))), entry);
    });
    test(`${name}, and reading it back changes nothing`, () => {
      assert.deepEqual(accept(accept(written)), entry);
    });
  }
});

describe('an entry is refused:', () => {
  const one = (problem: string): string => `1 error occurred:\n\t* ${problem}\n\n`;
  const defaults = (parts: object) => ({ Kind: 'service-defaults', Name: 'x', ...parts });
  const proxy = (parts: object) => ({ Kind: 'proxy-defaults', Name: 'global', ...parts });
  const exported = (...Services: object[]) => ({
    Kind: 'exported-services',
    Name: 'default',
    Services,
  });
  const intentions = (...Sources: object[]) => ({
    Kind: 'service-intentions',
    Name: 'x',
    Sources,
  });
  const permission = (HTTP: object) =>
    intentions({ Name: 'a', Permissions: [{ Action: 'allow', HTTP }] });
  const incoming = (Incoming: object) => ({ Kind: 'mesh', TLS: { Incoming } });
  const cases: readonly (readonly [written: object, message: string])[] = [
    [{ Kind: 'service-defaults' }, 'Name is required'],
    [
      { Kind: 'service-defaults', Name: '*' },
      'service-defaults name must be the name of a service, and not a wildcard',
    ],
    [defaults({ Protocol: 'gopher' }), one('invalid value for protocol: gopher')],
    [
      defaults({ Meta: { k: 'v'.repeat(513) } }),
      one('Meta value for key "k" exceeds maximum length 512'),
    ],
    [
      defaults({ Destination: { Addresses: ['a.com', 'a.com'], Port: 5 } }),
      one("Duplicate address 'a.com' is not allowed"),
    ],
    [
      defaults({ Destination: { Addresses: ['*'], Port: 5 } }),
      one("Destination address '*' is invalid Could not validate address * as an IP or Hostname"),
    ],
    [
      defaults({ Destination: { Addresses: ['a.com'], Port: 99_999 } }),
      one('Invalid Port number 99999'),
    ],
    [
      defaults({ UpstreamConfig: { Overrides: [{ Protocol: 'http' }] } }),
      one('error in upstream override for :: Name is required'),
    ],
    [
      defaults({
        UpstreamConfig: { Defaults: { PassiveHealthCheck: { EnforcingConsecutive5xx: 101 } } },
      }),
      one(
        `error in upstream defaults: ${one('passive health check enforcing_consecutive_5xx must be a percentage between 0 and 100')}`,
      ),
    ],
    [
      defaults({ MutualTLSMode: 'none' }),
      'Invalid MutualTLSMode "none". Must be one of "", "strict", or "permissive".',
    ],
    [
      defaults({ MutualTLSMode: 'permissive' }),
      'cannot set MutualTLSMode=permissive because AllowEnablingPermissiveMutualTLS=false in the mesh config entry',
    ],
    [
      defaults({ RateLimits: { InstanceLevel: { RequestsPerSecond: 1 } } }),
      one('invalid rate_limits config. Rate limiting is a consul enterprise feature'),
    ],
    [{ Kind: 'proxy-defaults', Name: 'bare' }, 'invalid name ("bare"), only "global" is supported'],
    [
      proxy({ AccessLogs: { Type: 'file' } }),
      'path must be specified when using file type access logs',
    ],
    [
      proxy({ FailoverPolicy: { Mode: 'random' } }),
      "Failover-policy mode must be one of '', 'sequential', or 'order-by-locality'",
    ],
    [
      proxy({ PrioritizeByLocality: { Mode: 'failover' } }),
      'Prioritize-by-locality requires Consul Enterprise ',
    ],
    [{ Kind: 'mesh', Name: 'named' }, one('invalid config key "Name"')],
    [
      incoming({ TLSMinVersion: 'SSLv3' }),
      'error in incoming TLS configuration: no matching TLS version found for SSLv3, please specify one of [TLS_AUTO, TLSv1_0, TLSv1_1, TLSv1_2, TLSv1_3]',
    ],
    [
      incoming({ TLSMinVersion: 'TLSv1_3', TLSMaxVersion: 'TLSv1_2' }),
      'error in incoming TLS configuration: configuring max version TLSv1_2 less than the configured min version TLSv1_3 is invalid',
    ],
    [{ Kind: 'exported-services', Name: 'team' }, 'exported-services Name must be "default"'],
    [exported({ Name: 'a' }), 'Services[0]: must have at least one consumer'],
    [exported({ Consumers: [{}] }), 'Services[0]: service name cannot be empty'],
    [
      exported({ Name: 'a', Consumers: [{}, { Peer: '*' }] }),
      'Services[0].Consumers[1]: exporting to all peers (wildcard) is not supported',
    ],
    [
      exported({ Name: 'a', Consumers: [{ Peer: 'p', Partition: 'q' }] }),
      'Services[0].Consumers[0]: must define at most one of Peer, Partition, or SamenessGroup',
    ],
    [
      exported({ Name: 'a', Consumers: [{ SamenessGroup: 'g' }] }),
      'Services[0].Consumers[0]: sameness-groups are an enterprise-only feature',
    ],
    [intentions(), 'At least one source is required'],
    [intentions({ Name: 'a' }), "Sources[0].Action must be set to 'allow' or 'deny'"],
    [
      intentions({ Name: 'a', Action: 'allow' }, { Name: 'a', Action: 'deny' }),
      'Sources[1] defines "a" more than once',
    ],
    [
      intentions(
        { Name: 'a', Peer: 'p', Action: 'allow' },
        { Name: 'a', Peer: 'p', Action: 'deny' },
      ),
      'Sources[1] defines peer("p") "a" more than once',
    ],
    [
      intentions({ Name: 'a*', Action: 'allow' }),
      "Sources[0].Name: wildcard character '*' cannot be used with partial values",
    ],
    [
      intentions({ Name: 'a', Peer: '*', Action: 'allow' }),
      "Sources[0].Peer: cannot use wildcard '*' in peer",
    ],
    [
      intentions({ Name: 'a', SamenessGroup: 'g', Action: 'allow' }),
      'Sources[0].SamenessGroup: Sameness groups are a Consul Enterprise feature. ',
    ],
    [
      permission({ PathExact: 'x' }),
      "Sources[0].Permissions[0].HTTP.PathExact doesn't start with '/': \"x\"",
    ],
    [
      permission({ PathExact: '/x', PathPrefix: '/' }),
      'Sources[0].Permissions[0].HTTP should only contain at most one of PathExact, PathPrefix, or PathRegex',
    ],
    [
      permission({ Header: [{ Exact: 'x' }] }),
      'Sources[0].Permissions[0].HTTP.Header[0] missing required Name field',
    ],
    [permission({}), 'Sources[0].Permissions[0].HTTP should not be empty'],
    [
      permission({ Methods: ['brew'] }),
      'Sources[0].Permissions[0].HTTP.Methods contains an invalid method "BREW"',
    ],
  ];
  for (const [written, message] of cases) {
    test(JSON.stringify(written).slice(0, 120), () => {
      assert.throws(
        () => accept(written),
        (error) => error instanceof Refusal && error.message === message,
      );
    });
  }
});

test('permissive mutual TLS is accepted when the mesh entry allows it', () => {
  const mesh = accept({ Kind: 'mesh', AllowEnablingPermissiveMutualTLS: true });
  accept({ Kind: 'service-defaults', Name: 'x', MutualTLSMode: 'permissive' }, [mesh]);
});

test('two sources of one name are distinct when they come through different peers', () => {
  accept({
    Kind: 'service-intentions',
    Name: 'x',
    Sources: [
      { Name: 'a', Action: 'allow' },
      { Name: 'a', Peer: 'p', Action: 'deny' },
    ],
  });
});

test('the hash tells entries apart and is exact as a JSON number', () => {
  const a = hashOf({ Kind: 'mesh', Name: 'mesh' });
  const b = hashOf({ Kind: 'mesh', Name: 'mesh', Meta: { a: 'b' } });
  assert.notEqual(a, b);
  assert.ok(Number.isSafeInteger(a) && a > 0);
});
