// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NodeService, OpaqueConfig, Upstream } from '../catalog/service.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../config-entries/service-defaults/schema.ts';
import { customizationHash } from './customization-hash.ts';
import { gatewaySettings } from './gateway-settings.ts';
import { meshSettings } from './mesh-settings.ts';
import { durationMsAt, flagAt, foldedConfig, numberAt, textAt } from './opaque.ts';
import { sidecarSettings } from './sidecar-settings.ts';
import { upstreamSettings } from './upstream-settings.ts';

const proxyDefaults = (Config: OpaqueConfig): ProxyDefaults => ({
  Kind: 'proxy-defaults',
  Name: 'global',
  Config,
});

const serviceDefaults = (fields: Partial<ServiceDefaults>): ServiceDefaults => ({
  Kind: 'service-defaults',
  Name: 'shop',
  ...fields,
});

describe('opaque configuration', () => {
  const config = foldedConfig({
    connect_timeout_ms: '1500',
    MaxFailures: 3,
    Interval: '2s',
    base: 30_000_000_000,
    On: 'true',
    empty: '',
    negative: -1,
    huge: 1e12,
    list: [1],
  });
  const cases: [string, unknown, unknown][] = [
    ['a number may be a text', numberAt(config, 'ConnectTimeoutMs'), 1_500],
    ['a key is found however it is cased', numberAt(config, 'max_failures'), 3],
    ['a duration may be a text', durationMsAt(config, 'interval'), 2_000],
    ['a duration may be nanoseconds', durationMsAt(config, 'base'), 30_000],
    ['a flag may be a text', flagAt(config, 'on'), true],
    ['an empty text is absent', textAt(config, 'empty'), undefined],
    ['a number out of range is absent', numberAt(config, 'negative'), undefined],
    ['a number beyond 32 bits is absent', numberAt(config, 'huge'), undefined],
    ['a list is no number', numberAt(config, 'list'), undefined],
    ['what is not there is absent', textAt(config, 'other'), undefined],
  ];
  for (const [name, actual, expected] of cases) test(name, () => assert.equal(actual, expected));

  test('the last one that says something wins, key by key', () => {
    const merged = foldedConfig({ a: 1, b: 1 }, null, { A: 2, b: null }, undefined);
    assert.deepEqual([numberAt(merged, 'a'), numberAt(merged, 'b')], [2, 1]);
  });
});

describe('a sidecar', () => {
  const registration = { MeshGateway: {}, Expose: {} };

  test('without any configuration speaks tcp, on Consul’s timeouts', () => {
    const config = { proxyDefaults: undefined, serviceDefaults: undefined, registration };
    assert.deepEqual(sidecarSettings(config), {
      protocol: 'tcp',
      localConnectTimeoutMs: 5_000,
      maxInboundConnections: 0,
      balancesInbound: false,
    });
  });

  test('takes its own word before service-defaults, and those before proxy-defaults', () => {
    const settings = sidecarSettings({
      proxyDefaults: proxyDefaults({
        protocol: 'grpc',
        local_connect_timeout_ms: 1,
        local_request_timeout_ms: 1,
      }),
      serviceDefaults: serviceDefaults({ Protocol: 'HTTP', LocalConnectTimeoutMs: 2 }),
      registration: { ...registration, Config: { local_connect_timeout_ms: 3, bind_port: 99_999 } },
    });
    assert.equal(settings.protocol, 'http');
    assert.equal(settings.localConnectTimeoutMs, 3);
    assert.equal(settings.localRequestTimeoutMs, 1);
    assert.equal(settings.bindPort, undefined, 'a port that is none');
  });
});

describe('an upstream', () => {
  const upstream: Upstream = {
    DestinationType: 'service',
    DestinationName: 'orders',
    MeshGateway: {},
    Config: { limits: { max_connections: 5 } },
  };

  test('takes its own word before the override for it, and that before the defaults', () => {
    const settings = upstreamSettings(
      serviceDefaults({
        UpstreamConfig: {
          Defaults: {
            ConnectTimeoutMs: 1_000,
            Limits: { MaxConnections: 1, MaxPendingRequests: 1 },
            PassiveHealthCheck: { Interval: '5s', MaxFailures: 7, EnforcingConsecutive5xx: 50 },
          },
          Overrides: [
            { Name: 'orders', ConnectTimeoutMs: 2_000 },
            { Name: 'orders', Peer: 'east', ConnectTimeoutMs: 3_000 },
          ],
        },
      }),
      upstream,
    );
    assert.equal(settings.connectTimeoutMs, 2_000);
    assert.deepEqual(settings.limits, { maxConnections: 5 });
    assert.deepEqual(settings.passiveHealthCheck, {
      intervalMs: 5_000,
      maxFailures: 7,
      enforcingConsecutive5xx: 50,
    });
  });

  test('of a peer takes the override for that peer', () => {
    const defaults = serviceDefaults({
      UpstreamConfig: {
        Overrides: [
          { Name: 'orders', ConnectTimeoutMs: 2_000 },
          { Name: 'orders', Peer: 'east', ConnectTimeoutMs: 3_000 },
        ],
      },
    });
    const peered = { ...upstream, DestinationPeer: 'east' };
    assert.equal(upstreamSettings(defaults, peered).connectTimeoutMs, 3_000);
  });
});

describe('a gateway listens', () => {
  const gateway = (Config: OpaqueConfig): NodeService =>
    ({
      ID: 'gateway',
      Service: 'gateway',
      Kind: 'mesh-gateway',
      Address: '10.0.0.9',
      Port: 8_443,
      TaggedAddresses: {
        wan: { Address: '203.0.113.1', Port: 443 },
        lan: { Address: '10.0.0.9', Port: 8_443 },
      },
      Proxy: { MeshGateway: {}, Expose: {}, Config },
    }) as unknown as NodeService;
  const bindings = (config: OpaqueConfig): readonly string[] =>
    gatewaySettings({
      proxyDefaults: undefined,
      serviceDefaults: undefined,
      registration: gateway(config),
    }).bindings.map(({ name, address, port }) => `${name}:${address}:${port}`);
  const cases: [string, OpaqueConfig, readonly string[]][] = [
    ['at its address', {}, ['default:10.0.0.9:8443']],
    [
      'at its tagged addresses too, each address once',
      { envoy_gateway_bind_tagged_addresses: true },
      ['default:10.0.0.9:8443', 'wan:203.0.113.1:443'],
    ],
    [
      'at those alone',
      { envoy_gateway_no_default_bind: true, envoy_mesh_gateway_bind_tagged_addresses: true },
      ['lan:10.0.0.9:8443', 'wan:203.0.113.1:443'],
    ],
    [
      'where it is told',
      {
        envoy_gateway_no_default_bind: true,
        envoy_gateway_bind_addresses: { a: { address: '0.0.0.0', port: 1 }, b: { port: 2 } },
      },
      ['a:0.0.0.0:1'],
    ],
  ];
  for (const [name, config, expected] of cases) {
    test(name, () => assert.deepEqual(bindings(config), expected));
  }
});

test('a mesh entry is read however deep it is', () => {
  const settings = meshSettings({
    Kind: 'mesh',
    Name: 'mesh',
    TLS: { Incoming: { TLSMinVersion: 'TLSv1_3', CipherSuites: [] } },
    HTTP: {
      SanitizeXForwardedClientCert: true,
      Incoming: { RequestNormalization: { InsecureDisablePathNormalization: true } },
    },
  });
  assert.deepEqual(settings.incomingTls, { minVersion: 'TLSv1_3' });
  assert.equal(settings.hidesForwardedCertificates, true);
  assert.equal(settings.normalizesPath, false);
  assert.equal(meshSettings(undefined).normalizesPath, true);
});

test('chains are told apart by what customises them, and by nothing else', () => {
  assert.equal(customizationHash({ protocol: undefined }), '');
  const hash = customizationHash({ protocol: 'http' });
  assert.match(hash, /^[0-9a-f]{8}$/);
  assert.equal(customizationHash({ protocol: 'http', connectTimeoutMs: undefined }), hash);
  assert.notEqual(customizationHash({ protocol: 'grpc' }), hash);
});
