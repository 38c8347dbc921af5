// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseHcl } from '../hcl/hcl.ts';
import { Refusal } from '../refusal.ts';
import { decodeConfigEntry } from './decode.ts';

describe('a config entry is read from HCL in both spellings:', () => {
  const cases: Record<string, [hcl: string, entry: object]> = {
    'exported-services': [
      `Kind = "exported-services"
       Name = "default"
       Services = [
         { Name = "orders" Consumers = [ { Peer = "west" }, { peer_name = "south" } ] }
       ]`,
      {
        Kind: 'exported-services',
        Name: 'default',
        Services: [{ Name: 'orders', Consumers: [{ Peer: 'west' }, { Peer: 'south' }] }],
      },
    ],
    'exported-services with blocks': [
      `kind = "exported-services" name = "default"
       services { name = "orders" consumers { peer = "west" } }
       services { name = "stock" consumers { peer = "west" } consumers { peer = "south" } }`,
      {
        Kind: 'exported-services',
        Name: 'default',
        Services: [
          { Name: 'orders', Consumers: [{ Peer: 'west' }] },
          { Name: 'stock', Consumers: [{ Peer: 'west' }, { Peer: 'south' }] },
        ],
      },
    ],
    'service-intentions': [
      `Kind = "service-intentions"
       Name = "orders"
       Sources = [
         { Name = "shop" Peer = "west" Action = "allow" },
         {
           Name = "admin"
           Permissions = [{
             Action = "allow"
             HTTP { path_prefix = "/admin" methods = ["GET"] header { name = "x" present = true } }
           }]
         }
       ]
       Meta { Some_Key = "v" }`,
      {
        Kind: 'service-intentions',
        Name: 'orders',
        Sources: [
          { Name: 'shop', Peer: 'west', Action: 'allow' },
          {
            Name: 'admin',
            Permissions: [
              {
                Action: 'allow',
                HTTP: {
                  PathPrefix: '/admin',
                  Methods: ['GET'],
                  Header: [{ Name: 'x', Present: true }],
                },
              },
            ],
          },
        ],
        Meta: { Some_Key: 'v' },
      },
    ],
    'service-defaults': [
      `kind = "service-defaults" name = "orders" protocol = "http" mutual_tls_mode = "strict"
       mesh_gateway { mode = "remote" }
       local_request_timeout_ms = 5 balance_inbound_connections = "exact_balance"
       upstream_config {
         defaults { connect_timeout_ms = "100" limits { max_connections = 5 } }
         overrides = [{ name = "db" passive_health_check { interval = "10s" max_failures = 3 } }]
       }
       envoy_extensions = [{ name = "builtin/lua" arguments = { ProxyType = "connect-proxy" List = [1, 2] } }]`,
      {
        Kind: 'service-defaults',
        Name: 'orders',
        Protocol: 'http',
        MutualTLSMode: 'strict',
        MeshGateway: { Mode: 'remote' },
        LocalRequestTimeoutMs: 5,
        BalanceInboundConnections: 'exact_balance',
        UpstreamConfig: {
          Defaults: { ConnectTimeoutMs: 100, Limits: { MaxConnections: 5 } },
          Overrides: [
            { Name: 'db', PassiveHealthCheck: { Interval: 10_000_000_000, MaxFailures: 3 } },
          ],
        },
        EnvoyExtensions: [
          { Name: 'builtin/lua', Arguments: { ProxyType: 'connect-proxy', List: [1, 2] } },
        ],
      },
    ],
    'proxy-defaults': [
      `Kind = "proxy-defaults" Name = "global"
       Config { protocol = "http" local_connect_timeout_ms = 1000 nested { a_b { c = 1 } } }
       MeshGateway { Mode = "local" }
       AccessLogs { Enabled = true JSONFormat = "{}" }
       Expose { Checks = true Paths = [{ Path = "/metrics" LocalPathPort = 80 ListenerPort = 81 }] }`,
      {
        Kind: 'proxy-defaults',
        Name: 'global',
        Config: {
          protocol: 'http',
          local_connect_timeout_ms: 1000,
          nested: { a_b: { c: 1 } },
        },
        MeshGateway: { Mode: 'local' },
        AccessLogs: { Enabled: true, JSONFormat: '{}' },
        Expose: {
          Checks: true,
          Paths: [{ Path: '/metrics', LocalPathPort: 80, ListenerPort: 81 }],
        },
      },
    ],
    mesh: [
      `kind = "mesh"
       transparent_proxy { mesh_destinations_only = true }
       tls { incoming { tls_min_version = "TLSv1_2" cipher_suites = ["a", "b"] } }
       http { sanitize_x_forwarded_client_cert = true incoming { request_normalization { merge_slashes = true } } }
       peering { peer_through_mesh_gateways = "false" }`,
      {
        Kind: 'mesh',
        TransparentProxy: { MeshDestinationsOnly: true },
        TLS: { Incoming: { TLSMinVersion: 'TLSv1_2', CipherSuites: ['a', 'b'] } },
        HTTP: {
          SanitizeXForwardedClientCert: true,
          Incoming: { RequestNormalization: { MergeSlashes: true } },
        },
        Peering: { PeerThroughMeshGateways: false },
      },
    ],
  };
  for (const [name, [hcl, entry]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(decodeConfigEntry(parseHcl(hcl)), entry));
    test(`${name}, as it is read back`, () => {
      const readBack = { ...entry, Hash: 5, CreateIndex: 7, ModifyIndex: 9 };
      assert.deepEqual(decodeConfigEntry(readBack), entry);
    });
  }
});

describe('a config entry that cannot be read is refused in the words of Consul:', () => {
  const cases: Record<string, [raw: unknown, message: string]> = {
    'a list': [
      [],
      "'' expected type 'map[string]interface {}', got unconvertible type '[]interface {}'",
    ],
    'no kind': [{ Name: 'x' }, 'Payload does not contain a kind/Kind key at the top level'],
    'a kind that is null': [{ Kind: null, kind: 'mesh' }, 'Kind value in payload is not a string'],
    'a number': [5, "'' expected type 'map[string]interface {}', got unconvertible type 'float64'"],
    'a boolean': [
      true,
      "'' expected type 'map[string]interface {}', got unconvertible type 'bool'",
    ],
    'a kind that is no text': [{ Kind: 5 }, 'Kind value in payload is not a string'],
    'a kind that does not exist': [{ kind: 'nope' }, 'invalid config entry kind: nope'],
    'a kind named like a method': [{ kind: 'toString' }, 'invalid config entry kind: toString'],
    'an unknown key': [
      { Kind: 'service-defaults', Name: 'x', Protocl: 'http' },
      '1 error occurred:\n\t* invalid config key "Protocl"\n\n',
    ],
    'unknown keys deep inside': [
      { Kind: 'exported-services', Services: [{ Consumers: [{ PeerNam: 'x' }], Foo: 1 }] },
      '2 errors occurred:\n\t* invalid config key "Services[0].Consumers[0].PeerNam"\n\t* invalid config key "Services[0].Foo"\n\n',
    ],
    'what a token must be, at a gateway': [
      { Kind: 'api-gateway', Listeners: [{ Override: { JWT: { Providers: [] } } }] },
      '1 error occurred:\n\t* invalid config key "Listeners[0].Override.JWT.Providers", api-gateway jwt validation is a consul enterprise feature\n\n',
    ],
    'a namespace': [
      { Kind: 'proxy-defaults', Name: 'global', Namespace: 'x' },
      '1 error occurred:\n\t* invalid config key "Namespace", namespaces are a consul enterprise feature\n\n',
    ],
    'a value of a wrong type': [
      { Kind: 'service-defaults', Name: ['x', 'y'], max_inbound_connections: 'q' },
      "decoding failed due to the following error(s):\n\n'Name' expected type 'string', got unconvertible type '[]interface {}'\n'MaxInboundConnections' cannot parse value as 'int': strconv.ParseInt: invalid syntax",
    ],
  };
  for (const [name, [raw, message]] of Object.entries(cases)) {
    test(name, () => {
      assert.throws(
        () => decodeConfigEntry(raw),
        (error) =>
          error instanceof Refusal &&
          error.code === 'invalid-argument' &&
          error.message === message,
      );
    });
  }
});
