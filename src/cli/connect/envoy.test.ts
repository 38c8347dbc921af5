// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CliCase,
  Reply,
  runCommand,
  scriptedAgent,
  testCommands,
} from '../../../test/cli-harness.ts';

const SERVICES = 'GET /v1/agent/services';
const SELF = 'GET /v1/agent/self';
const REGISTER = 'PUT /v1/agent/service/register';
const ofProxy = (id: string) => `GET /v1/agent/service/${id}`;

const sidecar = (ID: string) => ({
  ID,
  Kind: 'connect-proxy',
  Service: 'shop-sidecar-proxy',
  Datacenter: 'west',
  Proxy: { DestinationServiceName: 'shop', DestinationServiceID: 'shop-1', Config: null },
});
const gateway = (ID: string) => ({
  ID,
  Kind: 'mesh-gateway',
  Service: 'gateway',
  Proxy: { Config: { envoy_stats_bind_addr: '127.0.0.1:20201' } },
});
const self = (Ports: object) => ({ Config: { Datacenter: 'west' }, xDS: { Ports } });

const answers = {
  [SERVICES]: { shop: { ID: 'shop-1', Kind: '', Proxy: {} }, proxy: sidecar('shop-proxy') },
  [ofProxy('shop-proxy')]: sidecar('shop-proxy'),
  [ofProxy('gateway')]: gateway('gateway'),
  [SELF]: self({ Plaintext: 8502, TLS: 8503 }),
};

describe('a bootstrap', () => {
  const agent = scriptedAgent();

  async function bootstrap(given: CliCase) {
    const { code, out, err } = await runCommand(agent, { answers, ...given });
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    const { node, static_resources: resources, ...rest } = JSON.parse(out);
    const [{ load_assignment: assignment, transport_socket: tls }] = resources.clusters;
    const { endpoint } = assignment.endpoints[0].lb_endpoints[0];
    const { address, port_value: port } = endpoint.address.socket_address ?? {};
    const path = endpoint.address.pipe?.path;
    const xds = `${tls === undefined ? '' : 'tls '}${path ?? `${address}:${port}`}`;
    return { node, xds, resources, ...rest };
  }

  test('is that of the only sidecar of a service', async () => {
    const { node, xds } = await bootstrap({ run: 'connect envoy -sidecar-for SHOP-1 -bootstrap' });
    assert.equal(node.id, 'shop-proxy');
    assert.equal(node.cluster, 'shop');
    assert.equal(xds, '127.0.0.1:8502');
    assert.deepEqual(agent.lines, [SERVICES, ofProxy('shop-proxy'), SELF]);
  });

  test('is that of the proxy that the environment names', async () => {
    const { node } = await bootstrap({
      run: 'connect envoy -bootstrap',
      environment: { CONNECT_PROXY_ID: 'shop-proxy' },
    });
    assert.equal(node.id, 'shop-proxy');
  });

  test('is that of the service that the environment names', async () => {
    const { node } = await bootstrap({
      run: 'connect envoy -bootstrap',
      environment: { CONNECT_SIDECAR_FOR: 'shop-1' },
    });
    assert.equal(node.id, 'shop-proxy');
  });

  test('is that of the only gateway, with its central config', async () => {
    const { node, resources } = await bootstrap({
      run: 'connect envoy -gateway mesh -bootstrap',
      answers: { ...answers, [SERVICES]: { a: sidecar('shop-proxy'), b: gateway('gateway') } },
    });
    assert.deepEqual([node.id, node.cluster], ['gateway', 'gateway']);
    assert.equal(resources.listeners.length, 1);
  });

  test('leaves the central config alone when told so', async () => {
    const run = 'connect envoy -proxy-id gateway -no-central-config -bootstrap';
    const { resources } = await bootstrap({ run });
    assert.equal(resources.listeners, undefined);
  });

  test('is that of a proxy in the catalog, when a node is named', async () => {
    const { node, stats_config: stats } = await bootstrap({
      run: 'connect envoy -proxy-id shop-proxy -node-name vm-1 -grpc-addr 127.0.0.1:1 -bootstrap',
      answers: {
        'GET /v1/catalog/node-services/vm-1?merge-central-config=': {
          Node: { Datacenter: 'north' },
          Services: [gateway('gateway'), sidecar('shop-proxy')],
        },
      },
    });
    assert.equal(node.metadata.node_name, 'vm-1');
    assert.deepEqual(stats.stats_tags.at(-1), {
      tag_name: 'consul.source.datacenter',
      fixed_value: 'north',
    });
  });

  test('holds the token, for Envoy alone', async () => {
    const run = 'connect envoy -proxy-id shop-proxy -token abc -bootstrap';
    const { dynamic_resources: dynamic } = await bootstrap({ run });
    assert.deepEqual(dynamic.ads_config.grpc_services[0].initial_metadata, [
      { key: 'x-consul-token', value: 'abc' },
    ]);
  });

  const ca = import.meta.filename; // any file will do
  const places: Record<
    string,
    [flags: string, ports: object, xds: string, CliCase['environment']?]
  > = {
    'a flag': ['-grpc-addr 127.0.0.1:9', {}, '127.0.0.1:9'],
    'a flag with a scheme': ['-grpc-addr http://localhost:9', {}, '127.0.0.1:9'],
    'a variable': ['', {}, '127.0.0.1:9', { CONSUL_GRPC_ADDR: '127.0.0.1:9' }],
    'a socket': ['-grpc-addr unix:///run/x', {}, '/run/x'],
    'a socket with TLS': [`-grpc-addr unix:///run/x -grpc-ca-file ${ca}`, {}, 'tls /run/x'],
    TLS: [`-grpc-addr https://127.0.0.1:9 -grpc-ca-file ${ca}`, {}, 'tls 127.0.0.1:9'],
    'TLS, with the CA of HTTP': [
      `-grpc-addr https://127.0.0.1:9 -ca-file ${ca}`,
      {},
      'tls 127.0.0.1:9',
    ],
    'TLS, with the CA of a variable': [
      '-grpc-addr https://127.0.0.1:9',
      {},
      'tls 127.0.0.1:9',
      { CONSUL_GRPC_CACERT: ca },
    ],
    'a CA that plaintext has no use for': [
      `-grpc-addr 127.0.0.1:9 -grpc-ca-file ${ca}`,
      {},
      '127.0.0.1:9',
    ],
    'the agent’s word': ['', { Plaintext: 7, TLS: 8 }, '127.0.0.1:7'],
    'the agent’s word, by TLS where a CA is named': [
      `-grpc-ca-file ${ca}`,
      { Plaintext: 7, TLS: 8 },
      'tls 127.0.0.1:8',
    ],
  };
  for (const [name, [flags, ports, expected, environment = {}]] of Object.entries(places)) {
    test(`asks where it is told: ${name}`, async () => {
      const { xds } = await bootstrap({
        run: `connect envoy -proxy-id shop-proxy -bootstrap ${flags}`,
        answers: { ...answers, [SELF]: self(ports) },
        environment,
      });
      assert.equal(xds, expected);
    });
  }

  test('asks the usual port of an agent that does not say', async () => {
    const run = 'connect envoy -proxy-id shop-proxy -bootstrap';
    const { xds } = await bootstrap({
      run,
      answers: { ...answers, [SELF]: { Config: { Datacenter: 'west' } } },
    });
    assert.equal(xds, '127.0.0.1:8502');
  });

  test('registers its gateway first, with nothing else on the standard output', async () => {
    const { node } = await bootstrap({
      run: 'connect envoy -gateway=mesh -register -service gw -proxy-id gateway -address 127.0.0.1:1 -bootstrap',
      answers: { ...answers, [REGISTER]: new Reply(200, '') },
    });
    assert.equal(node.id, 'gateway');
    const line = agent.lines[0] ?? '';
    assert.ok(line.startsWith(REGISTER));
    const { Name, ID } = JSON.parse(line.slice(REGISTER.length));
    assert.deepEqual([Name, ID], ['gw', 'gateway']);
  });
});

const nowhere = { code: 1, answers };

describe('nothing is run', () => {
  testCommands({
    'without a proxy': {
      run: 'connect envoy -bootstrap',
      ...nowhere,
      err: 'No proxy ID specified. One of -proxy-id, -sidecar-for, or -gateway is required\n',
    },
    'for a service without a sidecar': {
      run: 'connect envoy -sidecar-for orders -bootstrap',
      ...nowhere,
      err: 'No sidecar proxy registered for orders\n',
    },
    'for a service with several': {
      run: 'connect envoy -sidecar-for shop-1 -bootstrap',
      code: 1,
      answers: { [SERVICES]: { a: sidecar('a'), b: sidecar('b') } },
      err: 'More than one sidecar proxy registered for shop-1.\n    Start proxy with -proxy-id and one of the following IDs: a, b\n',
    },
    'when the agent refuses to list services': {
      run: 'connect envoy -sidecar-for shop-1 -bootstrap',
      code: 1,
      err: `Failed looking up sidecar proxy info for shop-1: Unexpected response code: 404 (nothing at ${SERVICES})\n`,
    },
    'without a gateway': {
      run: 'connect envoy -mesh-gateway -bootstrap',
      ...nowhere,
      err: 'No mesh-gateway services registered with this agent\n',
    },
    'with several gateways': {
      run: 'connect envoy -gateway=mesh -bootstrap',
      code: 1,
      answers: { [SERVICES]: { a: gateway('a'), b: gateway('b') } },
      err: "Cannot lookup the mesh-gateway's proxy ID because multiple are registered with the agent.\n    Start it with -proxy-id and one of the following IDs: a, b\n",
    },
    'for a proxy that is not there': {
      run: 'connect envoy -proxy-id nobody -bootstrap',
      ...nowhere,
      err: `failed fetch proxy config from local agent: Unexpected response code: 404 (nothing at ${ofProxy('nobody')})\n`,
    },
    'for a proxy that is not on that node': {
      run: 'connect envoy -proxy-id a -node-name vm-1 -bootstrap',
      code: 1,
      answers: {
        'GET /v1/catalog/node-services/vm-1?merge-central-config=': { Node: null, Services: null },
      },
      err: 'failed to fetch proxy config from catalog for node "vm-1": Proxy service with ID "a" not found\n',
    },
    'for what is no proxy': {
      run: 'connect envoy -proxy-id shop-1 -bootstrap',
      code: 1,
      answers: { [ofProxy('shop-1')]: { ID: 'shop-1', Kind: '', Proxy: {} } },
      err: 'service is not a Connect proxy or gateway\n',
    },
    'when the gateway is not taken': {
      run: 'connect envoy -gateway=mesh -register -bootstrap',
      code: 1,
      answers: { [REGISTER]: new Reply(403, 'Permission denied') },
      err: 'Error registering service "mesh-gateway": Unexpected response code: 403 (Permission denied)\n',
    },
    'against an agent without gRPC': {
      run: 'connect envoy -proxy-id shop-proxy -bootstrap',
      code: 1,
      answers: { ...answers, [SELF]: self({ Plaintext: -1, TLS: -1 }) },
      err: 'Error looking up xDS port: agent has grpc disabled; set ports.grpc in its configuration\n',
    },
    'by TLS that nobody can verify': {
      run: 'connect envoy -proxy-id shop-proxy -bootstrap',
      code: 1,
      answers: { ...answers, [SELF]: self({ Plaintext: -1, TLS: 8503 }) },
      err: 'TLS is enabled for xDS connections but no CA certificates are available. Name them with -grpc-ca-file or -grpc-ca-path\n',
    },
    'where Envoy is not': {
      run: 'connect envoy -proxy-id shop-proxy -envoy-binary /nowhere/envoy',
      code: 1,
      err: "Couldn't get envoy version for compatibility check: /nowhere/envoy: no such file or directory\n",
      requests: [],
    },
  });
});

describe('flags that contradict each other or reality:', () => {
  const cases: [flags: string, message: string][] = [
    ['-gateway=other', 'Gateway must be one of: api, terminating, mesh, or ingress'],
    ['-gateway=api', '-gateway=api is not supported yet, only -gateway=mesh is'],
    ['-register -sidecar-for a', 'Auto-Registration can only be used for gateways'],
    [
      '-register -gateway=mesh -proxy-id a -node-name b',
      "'-register' cannot be used with '-node-name'",
    ],
    ['-node-name a', "'-node-name' requires '-proxy-id'"],
    [
      '-gateway=mesh -mesh-gateway',
      'The mesh-gateway flag is deprecated and cannot be used alongside the gateway flag',
    ],
    ['-expose-servers', "'-expose-servers' is not supported: there is no WAN federation here"],
    [
      '-proxy-id a -prometheus-cert-file c -prometheus-key-file k',
      'Must provide a CA (-prometheus-ca-file or -prometheus-ca-path) as well as -prometheus-cert-file and -prometheus-key-file to enable TLS for prometheus metrics',
    ],
    ['-proxy-id shop-proxy -admin-bind 19000', '-admin-bind: "19000" is not of the form host:port'],
    ['-proxy-id shop-proxy -grpc-addr 8502', '-grpc-addr: "8502" is not of the form host:port'],
    ['-proxy-id shop-proxy -prometheus-backend-port x', '-prometheus-backend-port: "x" is no port'],
  ];
  testCommands(
    Object.fromEntries(
      cases.map(([flags, message]) => [
        flags,
        { run: `connect envoy -bootstrap ${flags}`, ...nowhere, err: `${message}\n` },
      ]),
    ),
  );
});
