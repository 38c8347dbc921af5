// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../../test/http-harness.ts';
import { sampleNode, sampleService } from '../../../../../test/catalog-samples.ts';
import { defineCommand } from '../../../../commands/command.ts';
import { registerWrites } from '../../../../commands/registration.ts';
import { peerTenancy } from '../../../../model/tenancy.ts';
import { catalogEndpoints } from '../../catalog/endpoints.ts';
import { configEndpoints } from '../../config/endpoints.ts';
import { discoveryChainEndpoints } from '../../discovery-chain/endpoints.ts';
import { internalEndpoints } from '../endpoints.ts';

let server: HttpHarness;

const register = (Service: object, Checks: object[] = []) =>
  server.put('/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service, Checks });
const sidecar = (name: string, Proxy: object = {}) =>
  register({
    Kind: 'connect-proxy',
    Service: `${name}-proxy`,
    Port: 1,
    Proxy: { DestinationServiceName: name, ...Proxy },
  });
const configure = (Kind: string, Name: string, parts: object) =>
  server.put('/v1/config', { Kind, Name, ...parts });
const ui = async (path: string) => (await server.get(`/v1/internal/ui/${path}`)).json;
const names = (rows: { Name: string }[]) => rows.map(({ Name }) => Name);

before(async () => {
  const endpoints = [
    ...catalogEndpoints,
    ...configEndpoints,
    ...discoveryChainEndpoints,
    ...internalEndpoints,
  ];
  server = await openHttpHarness({ endpoints });
  const check = { Name: 'st', Status: 'warning', ServiceID: 'shop' };
  await register({ Service: 'shop', Port: 1, Tags: ['b', 'a'], Meta: { 'external-source': 'k' } }, [
    check,
  ]);
  await register({ Service: 'cart', Port: 1, Connect: { Native: true } });
  await register({ Service: 'mail', Port: 1 });
  await register({ Kind: 'ingress-gateway', Service: 'door', Port: 1 });
  await sidecar('shop', { Upstreams: [{ DestinationName: 'cart', LocalBindPort: 2 }] });
  await sidecar('mail', { Mode: 'transparent' });
  await configure('ingress-gateway', 'door', {
    Listeners: [{ Port: 8080, Protocol: 'tcp', Services: [{ Name: 'shop' }] }],
  });
});
after(() => server.close());

describe('/v1/internal/ui/services', () => {
  test('tells a service with its sidecar, its gateway and its checks', async () => {
    const shop = (await ui('services')).find(({ Name }: { Name: string }) => Name === 'shop');
    assert.deepEqual(shop, {
      Name: 'shop',
      Datacenter: 'dc1',
      Tags: ['a', 'b'],
      Nodes: ['n1'],
      ExternalSources: ['k'],
      InstanceCount: 1,
      ChecksPassing: 0,
      ChecksWarning: 1,
      ChecksCritical: 0,
      GatewayConfig: {},
      TransparentProxy: false,
      ConnectNative: false,
      ConnectedWithProxy: true,
      ConnectedWithGateway: true,
    });
  });

  test('narrows them by a filter of instances, or to a peer', async () => {
    assert.deepEqual(names(await ui('services?filter=Service.Service==cart')), ['cart']);
    assert.deepEqual(await ui('services?peer=ghost'), []);
  });

  test('wakes when an instance comes', async () => {
    const { index } = await server.get('/v1/internal/ui/services');
    const waiting = server.get(`/v1/internal/ui/services?index=${index}&wait=1m`);
    await register({ Service: 'late', Port: 1 });
    assert.ok(names((await waiting).json).includes('late'));
  });
});

test('nodes are shown with what is on them', async () => {
  const node = await ui('node/n1');
  assert.ok(node.Services.length > 4);
  assert.deepEqual(
    node.Checks.map(({ CheckID }: { CheckID: string }) => CheckID),
    ['st'],
  );
  assert.deepEqual(await ui('nodes?filter=Node==n1'), [node]);
  const absent = await server.get('/v1/internal/ui/node/ghost');
  assert.deepEqual([absent.status, absent.text], [404, '']);
});

test('the overview counts by the worst check', async () => {
  const { Nodes, Services, Checks } = await ui('catalog-overview');
  assert.deepEqual(Nodes, [{ Total: 1, Passing: 1, Warning: 0, Critical: 0 }]);
  assert.deepEqual(
    Services.find(({ Name }: { Name: string }) => Name === 'shop'),
    { Name: 'shop', Total: 1, Passing: 0, Warning: 1, Critical: 0 },
  );
  assert.deepEqual(names(Checks), ['st']);
});

test('a node shows null for tags that nobody has set', async () => {
  const { Services, Checks } = await ui('node/n1');
  const tags = Services.map(({ ID, Tags }: { ID: string; Tags: unknown }) => [ID, Tags]);
  assert.deepEqual(Object.fromEntries(tags).shop, ['b', 'a']);
  assert.equal(Object.fromEntries(tags).mail, null);
  assert.deepEqual(Checks[0].ServiceTags, ['b', 'a']);
});

test('an ingress gateway has services with addresses', async () => {
  const [shop] = await ui('gateway-services-nodes/door');
  assert.deepEqual(shop.GatewayConfig, { Addresses: ['shop.ingress.dc1.consul:8080'] });
  assert.deepEqual(await ui('gateway-services-nodes/ghost'), []);
});

test('the intentions of a gateway are those of its services', async () => {
  await configure('service-intentions', 'shop', { Sources: [{ Name: 'mail', Action: 'allow' }] });
  const [intention, ...rest] = await ui('gateway-intentions/door');
  assert.deepEqual([intention.SourceName, intention.DestinationName], ['mail', 'shop']);
  assert.deepEqual(rest, []);
});

describe('/v1/internal/ui/service-topology', () => {
  test('tells whom a sidecar was told to dial, and which gateways lead in', async () => {
    const { Upstreams, Downstreams, TransparentProxy, Protocol } = await ui(
      'service-topology/shop?kind=',
    );
    assert.deepEqual([TransparentProxy, Protocol], [false, 'tcp']);
    assert.deepEqual(names(Upstreams), ['cart']);
    assert.equal(Upstreams[0].Source, 'proxy-registration');
    const sources = Downstreams.map((one: { Name: string; Source: string }) => [
      one.Name,
      one.Source,
    ]);
    assert.deepEqual(sources, [
      ['door', 'proxy-registration'],
      ['mail', 'specific-intention'],
    ]);
  });

  test('tells whom intentions let a transparent proxy dial', async () => {
    const { Upstreams, TransparentProxy } = await ui('service-topology/mail?kind=');
    assert.equal(TransparentProxy, true);
    assert.deepEqual(names(Upstreams), ['shop']);
    const { Allowed, HasExact, HasPermissions } = Upstreams[0].Intention;
    assert.deepEqual([Allowed, HasExact, HasPermissions], [true, true, false]);
  });

  test('tells whom they let it dial outside of the mesh, and what only leads to services', async () => {
    await register({ Service: 'plain', Port: 1 });
    await configure('service-resolver', 'alias', { Redirect: { Service: 'shop' } });
    const allow = { Sources: [{ Name: 'mail', Action: 'allow' }] };
    for (const name of ['plain', 'alias']) await configure('service-intentions', name, allow);
    const { Upstreams } = await ui('service-topology/mail?kind=');
    const sources = Upstreams.map((one: { Name: string; Source: string }) => [
      one.Name,
      one.Source,
    ]);
    assert.deepEqual(sources, [
      ['plain', 'specific-intention'],
      ['shop', 'specific-intention'],
      ['alias', 'routing-config'],
    ]);
  });

  test('takes no prepared query for the service of its name', async () => {
    const DestinationType = 'prepared_query';
    await sidecar('asker', {
      Upstreams: [{ DestinationName: 'lone', DestinationType, LocalBindPort: 3 }],
    });
    await register({ Service: 'lone', Port: 1 });
    const { Downstreams } = await ui('service-topology/lone?kind=');
    assert.ok(!names(Downstreams).includes('asker'));
    for (const ServiceID of ['asker-proxy', 'lone']) {
      await server.put('/v1/catalog/deregister', { Node: 'n1', ServiceID });
    }
  });

  test('tells which API gateways lead in', async () => {
    await configure('api-gateway', 'front', {
      Listeners: [{ Name: 'l', Port: 1, Protocol: 'tcp' }],
    });
    await configure('tcp-route', 'r', {
      Parents: [{ Kind: 'api-gateway', Name: 'front' }],
      Services: [{ Name: 'plain' }],
    });
    await register({ Kind: 'api-gateway', Service: 'front', Port: 1 });
    const { Downstreams } = await ui('service-topology/plain?kind=');
    assert.deepEqual(names(Downstreams), ['front', 'mail']);
    await configure('api-gateway', 'front', {
      Listeners: [{ Name: 'l', Port: 1, Protocol: 'http' }],
    });
    assert.equal((await ui('service-topology/front?kind=api-gateway')).Protocol, 'http');
  });

  test('tells what an ingress gateway serves', async () => {
    const { Upstreams, Protocol } = await ui('service-topology/door?kind=ingress-gateway');
    assert.equal(Protocol, 'tcp');
    assert.equal((await ui('service-topology/shop?kind=ingress-gateway')).Protocol, '');
    assert.deepEqual(names(Upstreams), ['shop']);
  });
});

test('addresses are assigned by hand, and taken from who has them', async () => {
  const assign = async (Service: string, ...ManualVIPs: string[]) =>
    (await server.put('/v1/internal/service-virtual-ip', { Service, ManualVIPs })).json;
  const shown = async (service: string) =>
    (await server.get(`/v1/discovery-chain/${service}`)).json.Chain.ManualVirtualIPs;
  assert.deepEqual(await assign('ghost', '10.9.0.1'), { Found: false, UnassignedFrom: null });
  await assign('shop', '10.9.0.2', '10.9.0.1', '10.9.0.2');
  assert.deepEqual(await shown('shop'), ['10.9.0.1', '10.9.0.2']);
  assert.deepEqual(await assign('cart', '10.9.0.1'), {
    Found: true,
    UnassignedFrom: [{ ServiceName: { Name: 'shop' }, Peer: '' }],
  });
  assert.deepEqual([await shown('shop'), await shown('cart')], [['10.9.0.2'], ['10.9.0.1']]);
  await assign('Cart', '10.9.0.3');
  assert.deepEqual(await shown('cart'), ['10.9.0.3']);
});

test('what peers have is listed after our own, and counted with it', async () => {
  await server.issue(
    defineCommand({
      name: 'import-in-a-test',
      decide: (read) => ({
        writes: registerWrites(read, peerTenancy('west'), {
          node: sampleNode('far'),
          service: sampleService('shop'),
        }),
        reply: undefined,
      }),
    }),
    undefined,
  );
  const services: { Name: string; PeerName?: string }[] = await ui('services');
  const shops = services.filter(({ Name }) => Name === 'shop');
  assert.deepEqual(
    shops.map(({ PeerName }) => PeerName),
    [undefined, 'west'],
  );
  const { Nodes, Services } = await ui('catalog-overview');
  assert.equal(Nodes[0].Total, 2);
  assert.equal(Services.find(({ Name }: { Name: string }) => Name === 'shop').Total, 2);
});
