// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectProxyConfig, NodeService, ServiceKind, Upstream } from '../catalog/service.ts';
import { withCentralConfig } from './central-config.ts';
import type { ProxyDefaults } from './proxy-defaults/schema.ts';
import type { ServiceDefaults } from './service-defaults/schema.ts';

interface Case {
  readonly kind?: ServiceKind;
  readonly proxy?: Partial<ConnectProxyConfig>;
  readonly global?: Partial<ProxyDefaults>;
  readonly web?: Partial<ServiceDefaults>;
  readonly db?: Partial<ServiceDefaults>;
}

function merged({ kind = 'connect-proxy', proxy = {}, global, web, db }: Case): ConnectProxyConfig {
  const destination = kind === 'connect-proxy' ? { DestinationServiceName: 'web' } : {};
  const service: NodeService = {
    Kind: kind,
    ID: 'web',
    Service: kind === 'connect-proxy' ? 'web-proxy' : 'web',
    Tags: [],
    Address: '',
    Meta: null,
    Port: 1,
    Weights: { Passing: 1, Warning: 1 },
    EnableTagOverride: false,
    Proxy: { ...destination, MeshGateway: {}, Expose: {}, ...proxy },
    Connect: {},
  };
  const defaults = new Map([
    ['web', web],
    ['db', db],
  ]);
  return withCentralConfig(service, {
    proxyDefaults: global && { Kind: 'proxy-defaults', Name: 'global', ...global },
    serviceDefaults: (name) => {
      const found = defaults.get(name);
      return found && { Kind: 'service-defaults', Name: name, ...found };
    },
  }).Proxy;
}

const db: Upstream = {
  DestinationType: 'service',
  DestinationName: 'db',
  LocalBindPort: 1,
  MeshGateway: {},
};

describe('a proxy', () => {
  test('is the same when it is merged again, but for what upstreams that nobody registered say twice', () => {
    const entries = {
      global: { Config: { x: 1 }, MeshGateway: { Mode: 'local' } },
      web: { UpstreamConfig: { Defaults: { ConnectTimeoutMs: 5 } } },
    } as const;
    const once = merged({ ...entries, proxy: { Mode: 'transparent', Upstreams: [db] } });
    const twice = merged({ ...entries, proxy: once });
    const [own, synthetic] = once.Upstreams ?? [];
    assert.deepEqual(synthetic?.Config, { connect_timeout_ms: 5, mesh_gateway: { Mode: 'local' } });
    const shortened = { ...synthetic, Config: { connect_timeout_ms: 5 } };
    assert.deepEqual(twice, { ...once, Upstreams: [own, shortened] });
  });

  test('has the extensions of entries, whatever it was registered with', () => {
    const of = (Name: string) => ({ Name, Required: true, Arguments: null, ConsulVersion: '1' });
    const { EnvoyExtensions } = merged({
      proxy: { EnvoyExtensions: [of('own')] },
      global: { EnvoyExtensions: [of('all')] },
      web: { EnvoyExtensions: [of('web')] },
    });
    const shown = { Required: true, Arguments: null, ConsulVersion: '', EnvoyVersion: '' };
    assert.deepEqual(EnvoyExtensions, [
      { Name: 'all', ...shown },
      { Name: 'web', ...shown },
    ]);
    assert.ok(!('EnvoyExtensions' in merged({ proxy: { EnvoyExtensions: [of('own')] } })));
  });

  test('without entries is as it was registered', () => {
    const proxy = { Config: { a: 1 }, Upstreams: [db] };
    assert.deepEqual(merged({ proxy }), {
      DestinationServiceName: 'web',
      MeshGateway: {},
      Expose: {},
      ...proxy,
    });
  });

  test('has its own settings before those of its service, and these before the global ones', () => {
    const { Config } = merged({
      proxy: { Config: { own: 1, nested: { own: 1 } } },
      web: { Protocol: 'grpc', MaxInboundConnections: 7, LocalConnectTimeoutMs: 9 },
      global: { Config: { protocol: 'http', own: 2, nested: { own: 2, global: 3 }, other: 4 } },
    });
    assert.deepEqual(Config, {
      own: 1,
      nested: { own: 1, global: 3 },
      protocol: 'grpc',
      other: 4,
      max_inbound_connections: 7,
      local_connect_timeout_ms: 9,
    });
  });

  test('takes modes, exposed paths and access logs from where they are said first', () => {
    const path = { Path: '/m', ListenerPort: 2, LocalPathPort: 3, Protocol: 'http' };
    const found = merged({
      web: { MeshGateway: { Mode: 'remote' }, TransparentProxy: { DialedDirectly: true } },
      global: {
        MeshGateway: { Mode: 'local' },
        Expose: { Checks: true, Paths: [path] },
        AccessLogs: { Enabled: true },
        TransparentProxy: { OutboundListenerPort: 15_009 },
      },
    });
    assert.deepEqual(found.MeshGateway, { Mode: 'remote' });
    assert.deepEqual(found.Expose, { Checks: true, Paths: [path] });
    assert.deepEqual(found.AccessLogs, { Enabled: true });
    assert.deepEqual(found.TransparentProxy, {
      DialedDirectly: true,
      OutboundListenerPort: 15_009,
    });
  });
});

describe('an upstream', () => {
  test('has its own settings, then overrides, its own protocol, and defaults', () => {
    const [upstream] =
      merged({
        proxy: { Upstreams: [{ ...db, Config: { x: 1 } }] },
        global: { Config: { protocol: 'http' }, MeshGateway: { Mode: 'local' } },
        web: {
          UpstreamConfig: {
            Defaults: { ConnectTimeoutMs: 111, Limits: { MaxConnections: 3 } },
            Overrides: [{ Name: 'db', ConnectTimeoutMs: 77 }],
          },
        },
        db: { Protocol: 'grpc' },
      }).Upstreams ?? [];
    assert.deepEqual(upstream, {
      ...db,
      Config: { x: 1, connect_timeout_ms: 77, limits: { MaxConnections: 3 }, protocol: 'grpc' },
      MeshGateway: { Mode: 'local' },
    });
  });

  test('of a peer keeps out of the protocols of this cluster', () => {
    const peered = { ...db, DestinationPeer: 'east' };
    const global = { Config: { protocol: 'http' }, MeshGateway: { Mode: 'local' } } as const;
    const [upstream] = merged({ proxy: { Upstreams: [peered] }, global }).Upstreams ?? [];
    assert.deepEqual(upstream, { ...peered, MeshGateway: { Mode: 'local' } });
  });

  test('that is a prepared query is left alone', () => {
    const query = { ...db, DestinationType: 'prepared_query' };
    const global = { MeshGateway: { Mode: 'local' } } as const;
    assert.deepEqual(merged({ proxy: { Upstreams: [query] }, global }).Upstreams, [query]);
  });

  test('is added for what a transparent proxy may dial', () => {
    const added = (Name: string, Config: object, Mode: string): object => ({
      DestinationType: '',
      DestinationNamespace: 'default',
      DestinationPartition: 'default',
      DestinationName: Name,
      Datacenter: '',
      Config,
      MeshGateway: { Mode },
      CentrallyConfigured: true,
    });
    const found = merged({
      proxy: { Mode: 'transparent', MeshGateway: { Mode: 'none' } },
      global: { Config: { protocol: 'http' } },
      web: { UpstreamConfig: { Overrides: [{ Name: 'db', MeshGateway: { Mode: 'local' } }] } },
    });
    assert.deepEqual(found.Upstreams, [
      added('*', { mesh_gateway: { Mode: 'none' } }, 'none'),
      added('db', { protocol: 'http', mesh_gateway: { Mode: 'local' } }, 'local'),
    ]);
  });
});

test('a gateway has the settings of its own name', () => {
  const found = merged({
    kind: 'mesh-gateway',
    global: { Config: { a: 1 } },
    web: { Protocol: 'tcp' },
  });
  assert.deepEqual(found.Config, { a: 1, protocol: 'tcp' });
});

test('an ordinary service has none of it', () => {
  assert.equal(merged({ kind: '', global: { Config: { a: 1 } } }).Config, undefined);
});
