// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { decode, JSON_BODY } from '../shape/decode.ts';
import { type ServiceDefinition, serviceDefinitionShape } from './service-definition.ts';
import { serviceRegistrationOf } from './service-registration.ts';
import { defaultSidecarChecks } from './sidecar.ts';

function read(body: unknown): ServiceDefinition {
  const { value, problems } = decode(serviceDefinitionShape, body, JSON_BODY);
  assert.deepEqual(problems, []);
  return value ?? {};
}

const one = (problem: string): string => `Validation failed: 1 error occurred:\n\t* ${problem}\n\n`;
const proxy = (Proxy: object): object => ({
  Name: 'x',
  Kind: 'connect-proxy',
  Port: 1,
  Proxy: { DestinationServiceName: 'y', ...Proxy },
});
const upstreams = (...Upstreams: object[]): object => proxy({ Upstreams });

describe('a service definition', () => {
  test('is read in snake case too, where Consul knows it', () => {
    const definition = read({
      id: 'web-1',
      name: 'web',
      enable_tag_override: true,
      tagged_addresses: { lan: { address: '10.0.0.3', port: 9 } },
      check: { checkid: 'up', args: [], ttl: '5s', deregister_critical_service_after: '1m' },
      connect: {
        sidecar_service: {
          proxy: { upstreams: [{ destination_name: 'db', local_bind_port: 5_432 }] },
        },
      },
    });
    const { service, checks, sidecar } = serviceRegistrationOf(definition);
    assert.equal(service.ID, 'web-1');
    assert.equal(service.EnableTagOverride, true);
    assert.deepEqual(service.TaggedAddresses, { lan: { Address: '10.0.0.3', Port: 9 } });
    assert.equal(checks[0]?.CheckID, 'up');
    assert.equal(checks[0]?.TTL, 5_000);
    assert.equal(checks[0]?.DeregisterCriticalServiceAfter, 60_000);
    assert.deepEqual(sidecar?.service.Proxy.Upstreams, [
      { DestinationType: 'service', DestinationName: 'db', LocalBindPort: 5_432, MeshGateway: {} },
    ]);
  });

  test('is registered with the defaults of what it leaves out', () => {
    assert.deepEqual(serviceRegistrationOf(read({ Name: 'web' })), {
      checks: [],
      service: {
        ID: 'web',
        Service: 'web',
        Tags: null,
        Address: '',
        Meta: null,
        Port: 0,
        Weights: { Passing: 1, Warning: 1 },
        EnableTagOverride: false,
        Proxy: { MeshGateway: {}, Expose: {} },
        Connect: {},
      },
    });
  });
});

test('what only central configuration can say is not kept', () => {
  const { service } = serviceRegistrationOf(
    read({
      Name: 'p',
      Kind: 'connect-proxy',
      Port: 1,
      Proxy: {
        DestinationServiceName: 'web',
        EnvoyExtensions: [{ Name: 'builtin/lua', Arguments: { Script: '' } }],
        Upstreams: [{ DestinationName: 'db', LocalBindPort: 2, CentrallyConfigured: true }],
      },
    }),
  );
  assert.deepEqual(service.Proxy, {
    DestinationServiceName: 'web',
    Upstreams: [
      { DestinationType: 'service', DestinationName: 'db', LocalBindPort: 2, MeshGateway: {} },
    ],
    MeshGateway: {},
    Expose: {},
  });
});

describe('a nested sidecar', () => {
  const web = { Name: 'web', ID: 'web-1', Port: 80, Tags: ['a'], Meta: { m: '1' } };

  test('inherits what it does not say', () => {
    const { sidecar } = serviceRegistrationOf(
      read({ ...web, Address: '10.0.0.7', Connect: { SidecarService: {} } }),
    );
    assert.ok(sidecar);
    assert.deepEqual(sidecar.service, {
      Kind: 'connect-proxy',
      ID: 'web-1-sidecar-proxy',
      Service: 'web-sidecar-proxy',
      Tags: ['a'],
      Address: '10.0.0.7',
      Meta: { m: '1' },
      Port: 0,
      Weights: { Passing: 1, Warning: 1 },
      EnableTagOverride: false,
      Proxy: {
        DestinationServiceName: 'web',
        DestinationServiceID: 'web-1',
        LocalServiceAddress: '127.0.0.1',
        LocalServicePort: 80,
        MeshGateway: {},
        Expose: {},
      },
      Connect: {},
    });
    assert.deepEqual(defaultSidecarChecks({ ...sidecar.service, Port: 21_000 }), [
      { Name: 'Connect Sidecar Listening', TCP: '10.0.0.7:21000', Interval: 10_000 },
      { Name: 'Connect Sidecar Aliasing web-1', AliasService: 'web-1' },
    ]);
  });

  test('keeps what it says', () => {
    const nested = {
      Name: 'front',
      Port: 20_222,
      Tags: ['px'],
      Meta: { k: 'v' },
      Check: { TTL: '60s' },
      Proxy: { LocalServiceAddress: '127.0.0.9', Mode: 'transparent' },
    };
    const { sidecar } = serviceRegistrationOf(
      read({ ...web, Connect: { SidecarService: nested } }),
    );
    assert.equal(sidecar?.service.Service, 'front');
    assert.equal(sidecar?.service.Port, 20_222);
    assert.deepEqual(sidecar?.service.Tags, ['px']);
    assert.deepEqual(sidecar?.service.Meta, { k: 'v' });
    assert.equal(sidecar?.service.Proxy.LocalServiceAddress, '127.0.0.9');
    assert.equal(sidecar?.service.Proxy.LocalServicePort, 80);
    assert.equal(sidecar?.checks.length, 1);
  });

  test('of a service behind a socket is behind it too', () => {
    const definition = { Name: 'web', SocketPath: '/run/web', Connect: { SidecarService: {} } };
    const { Proxy } = serviceRegistrationOf(read(definition)).sidecar?.service ?? {};
    assert.equal(Proxy?.LocalServiceSocketPath, '/run/web');
    assert.equal(Proxy?.LocalServiceAddress, undefined);
  });
});

describe('refused:', () => {
  const cases: readonly [name: string, body: object, message: string][] = [
    ['no name', { ID: 'x' }, 'Missing service name'],
    ['the any address', { Name: 'x', Address: '[::]' }, 'Invalid service address'],
    [
      'a weight of nothing',
      { Name: 'x', Weights: { Passing: 0, Warning: 1 } },
      'Invalid Weights: Passing must be greater than 0',
    ],
    [
      'a reserved meta key',
      { Name: 'x', Meta: { 'consul-thing': 'v' } },
      "Invalid Service Meta: Couldn't load metadata pair ('consul-thing', 'v'): Key prefix 'consul-' is reserved for internal use",
    ],
    [
      'a proxy without a port',
      { Name: 'x', Kind: 'connect-proxy', Proxy: { DestinationServiceName: 'y' } },
      one('Port or SocketPath must be set for a connect-proxy'),
    ],
    [
      'a proxy of nothing',
      { Name: 'x', Kind: 'connect-proxy', Port: 1 },
      one('Proxy.DestinationServiceName must be non-empty for Connect proxy services'),
    ],
    [
      'several things at once',
      { Name: 'x', Kind: 'connect-proxy', Connect: { Native: true } },
      'Validation failed: 4 errors occurred:\n\t* Port or SocketPath must be set for a connect-proxy\n\t* Proxy.DestinationServiceName must be non-empty for Connect proxy services\n\t* A Proxy cannot also be Connect Native, only typical services\n\t* Port or SocketPath must be set for a Connect native service.\n\n',
    ],
    [
      'an upstream without a name',
      upstreams({ LocalBindPort: 2 }),
      one('upstream destination name cannot be empty'),
    ],
    [
      'an upstream without a port',
      upstreams({ DestinationName: 'z' }),
      one('upstream local bind port or local socket path must be defined and nonzero'),
    ],
    [
      'two upstreams on one port',
      upstreams(
        { DestinationName: 'z', LocalBindPort: 2 },
        { DestinationName: 'w', LocalBindPort: 2 },
      ),
      one(
        'upstreams cannot contain duplicates by local bind address and port or unix path; "127.0.0.1:2" is specified twice',
      ),
    ],
    [
      'one upstream twice',
      upstreams(
        { DestinationName: 'z', LocalBindPort: 2 },
        { DestinationName: 'z', LocalBindPort: 3 },
      ),
      one(
        'upstreams cannot contain duplicates of [type="service", name="z", partition="", namespace="", peer="", datacenter=""]',
      ),
    ],
    [
      'an upstream in a peer and a datacenter',
      upstreams({ DestinationName: 'z', DestinationPeer: 'p', Datacenter: 'd', LocalBindPort: 2 }),
      one('upstream cannot specify both destination peer and datacenter'),
    ],
    [
      'an unknown protocol to expose',
      proxy({ Expose: { Paths: [{ Path: '/a', ListenerPort: 5, Protocol: 'gopher' }] } }),
      one("protocol 'gopher' not supported for path: /a, must be in: [http http2]"),
    ],
    [
      'a gateway with a destination',
      { Name: 'x', Kind: 'mesh-gateway', Port: 1, Proxy: { DestinationServiceName: 'z' } },
      one('The Proxy.DestinationServiceName configuration is invalid for a mesh-gateway'),
    ],
    [
      'a sidecar in a sidecar',
      {
        Name: 'x',
        Connect: { SidecarService: { Connect: { SidecarService: {} } } },
      },
      one('A SidecarService cannot have a nested SidecarService'),
    ],
    [
      'two ports of one name',
      {
        Name: 'x',
        Ports: [
          { Name: 'a', Port: 2, Default: true },
          { Name: 'a', Port: 3 },
        ],
      },
      one('Ports.Name "a" has to be unique'),
    ],
    [
      'a check of no kind',
      { Name: 'x', Check: { Name: 'c' } },
      'Invalid check: TTL must be > 0 for TTL checks',
    ],
    [
      'a sidecar check of no kind',
      { Name: 'x', Connect: { SidecarService: { Check: { Name: 'c' } } } },
      'Invalid check in sidecar_service: TTL must be > 0 for TTL checks',
    ],
    [
      'a check that starts with another status',
      { Name: 'x', Check: { TTL: '1s', Status: 'fine' } },
      "Status for checks must 'passing', 'warning', 'critical'",
    ],
    [
      'a script',
      { Name: 'x', Check: { Args: ['true'], Interval: '5s' } },
      "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
    ],
  ];
  for (const [name, body, message] of cases) {
    test(name, () => {
      assert.throws(
        () => serviceRegistrationOf(read(body)),
        (error) => {
          assert.ok(error instanceof Refusal);
          assert.equal(error.message, message);
          return true;
        },
      );
    });
  }
});
