// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  sampleCheck,
  sampleNode,
  sampleService,
  sampleSidecar,
} from '../../../test/catalog-samples.ts';
import { Ledger } from '../../../test/ledger.ts';
import { acceptPeering, nameCluster, OUR_DOMAIN } from '../../../test/peering-samples.ts';
import { put } from '../../commands/command.ts';
import { deletePeering } from '../../commands/delete-peering.ts';
import { registerWrites, type Registration } from '../../commands/registration.ts';
import type { HealthCheck } from '../../model/catalog/check.ts';
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { flattenedChecks } from '../../model/peering/instance.ts';
import { localTenancy, peerTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import { Views } from '../engine/engine.ts';
import { consumersOf, exportedTo } from './exported-to.ts';
import { exportedNames } from './names.ts';
import { resolvedExports } from './resolved.ts';
import { exportedService } from './service.ts';
import { exportedSidecar } from './sidecar.ts';

const PEER = 'my-peering';
let ledger: Ledger;
let views: Views;

beforeEach(() => {
  ledger = new Ledger();
  nameCluster(ledger);
  views = new Views(ledger.state);
  acceptPeering(ledger, PEER);
});

const write = (entry: ConfigEntry): unknown =>
  ledger.apply([put(configEntries, { tenancy: localTenancy, entry })]);

/** Exports each name to the peers after it. */
function exportTo(rules: Readonly<Record<string, readonly string[]>>): void {
  const Services = Object.entries(rules).map(([Name, peers]) => {
    return { Name, Consumers: peers.map((Peer) => ({ Peer })) };
  });
  write({ Kind: 'exported-services', Name: 'default', Services } as ConfigEntry);
}

function registered(registration: Partial<Registration>, peer = ''): void {
  const tenancy = peer === '' ? localTenancy : peerTenancy(peer);
  const node = sampleNode('foo', { Address: '10.1.1.1' });
  ledger.apply(registerWrites(ledger.read, tenancy, { node, ...registration }));
}

const gateway = (id: string) =>
  sampleService(id, {
    Kind: 'mesh-gateway',
    Service: 'mesh-gateway',
    Port: 8_443,
    TaggedAddresses: { wan: { Address: '8.8.8.8', Port: 443 } },
  });

const names = () => views.get(exportedNames, PEER).value;
const inMesh = () => names().chains.map(({ service, protocol }) => `${service} ${protocol}`);
const sidecars = (service: string) => views.get(exportedSidecar, { service, peer: PEER }).value;

describe('the names that a peer gets', () => {
  test('are none without a config entry', () => {
    assert.deepEqual(names(), { services: [], chains: [] });
  });

  test('are those that name it as a consumer, instances or not, sorted', () => {
    registered({ service: sampleService('mysql-1', { Service: 'mysql' }) });
    registered({ service: sampleSidecar('redis') });
    exportTo({
      consul: [PEER],
      redis: [PEER],
      prometheus: [PEER],
      mysql: [PEER],
      mongo: ['other'],
    });
    assert.deepEqual(names().services, ['mysql', 'prometheus', 'redis']);
    assert.deepEqual(inMesh(), ['redis tcp']);
  });

  test('are all ordinary services for a wildcard, but never the servers, gateways or proxies', () => {
    registered({ service: sampleService('consul') });
    registered({ service: sampleService('billing') });
    registered({ service: sampleService('payments') });
    registered({ service: sampleSidecar('payments') });
    registered({ service: gateway('gw') });
    exportTo({ '*': [PEER] });
    assert.deepEqual(names().services, ['billing', 'payments']);
    assert.deepEqual(inMesh(), ['payments tcp']);
  });

  test('are never what was imported', () => {
    registered({ service: sampleService('theirs') }, 'other');
    registered({ service: sampleSidecar('theirs') }, 'other');
    exportTo({ '*': [PEER], theirs: [PEER] });
    assert.deepEqual(names(), { services: ['theirs'], chains: [] });
    assert.deepEqual(views.get(exportedService, 'theirs').value, []);
  });

  test('include native services in the mesh', () => {
    registered({ service: sampleService('api', { Connect: { Native: true } }) });
    exportTo({ api: [PEER] });
    assert.deepEqual(inMesh(), ['api tcp']);
  });

  test('carry the protocol of service-defaults, else of proxy-defaults', () => {
    registered({ service: sampleSidecar('api') });
    registered({ service: sampleSidecar('web') });
    registered({ service: sampleSidecar('mute') });
    exportTo({ api: [PEER], web: [PEER], mute: [PEER] });
    write({ Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } } as ConfigEntry);
    write({ Kind: 'service-defaults', Name: 'web', Protocol: 'grpc' } as ConfigEntry);
    // As in chains: service-defaults that say nothing say tcp.
    write({ Kind: 'service-defaults', Name: 'mute' } as ConfigEntry);
    assert.deepEqual(inMesh(), ['api http', 'mute tcp', 'web grpc']);
  });

  test('end with the peering', () => {
    exportTo({ api: [PEER] });
    ledger.issue(deletePeering, { name: PEER, deletedAt: '2026-01-01T00:00:00Z' });
    assert.deepEqual(names().services, []);
  });

  test('stay the same value while only instances change', () => {
    registered({ service: sampleSidecar('api') });
    exportTo({ api: [PEER] });
    const before = names();
    registered({ service: sampleSidecar('api', { Port: 9_999 }) });
    assert.equal(names(), before);
  });
});

describe('an exported service', () => {
  const service = sampleService('mysql-1', { Service: 'mysql', Tags: ['v1'] });

  test('has all instances, whatever their health, with one check each', () => {
    registered({ service });
    assert.deepEqual(
      views.get(exportedService, 'mysql').value.map(({ Checks }) => Checks),
      [[]],
    );
    registered({ checks: [sampleCheck('c', { Status: '', ServiceID: 'mysql-1' })] });
    const [instance] = views.get(exportedService, 'mysql').value;
    const [check] = instance?.Checks ?? [];
    const { Node, CheckID, Name, Status, ServiceID, ServiceName } = check ?? {};
    assert.deepEqual(
      { Node, CheckID, Name, Status, ServiceID, ServiceName },
      {
        Node: 'foo',
        CheckID: 'mysql-1:overall-check',
        Name: 'overall-check',
        Status: 'critical',
        ServiceID: 'mysql-1',
        ServiceName: 'mysql',
      },
    );
  });

  test('leaves what it is in the mesh at home', () => {
    const tagged = { wan: { Address: '8.8.8.8', Port: 1 } };
    registered({
      service: { ...service, Connect: { Native: true }, TaggedAddresses: tagged },
    });
    const [instance] = views.get(exportedService, 'mysql').value;
    assert.deepEqual(instance?.Service.Connect, {});
    assert.deepEqual(instance?.Service.TaggedAddresses, tagged);
    assert.ok(!JSON.stringify(instance).includes('Index'));
  });

  test('is none of gateways and proxies', () => {
    registered({ service: gateway('gw') });
    registered({ service: sampleSidecar('mysql') });
    registered({ service: sampleService('x', { Service: 'x-sidecar-proxy' }) });
    for (const name of ['mesh-gateway', 'mysql-sidecar-proxy', 'x-sidecar-proxy']) {
      assert.deepEqual(views.get(exportedService, name).value, [], name);
    }
  });

  test('is computed once for all peers, and not again for other services', () => {
    registered({ service });
    views.get(exportedService, 'mysql');
    const before = views.counters.computed;
    views.get(exportedService, 'mysql');
    registered({ service: sampleService('other') });
    views.get(exportedService, 'mysql');
    assert.equal(views.counters.computed, before);
  });
});

describe('the stand-ins of an exported service', () => {
  beforeEach(() => {
    registered({ service: sampleSidecar('mysql') });
    exportTo({ mysql: [PEER] });
  });

  test('are none without a gateway', () => assert.deepEqual(sidecars('mysql'), []));

  test('are one for each gateway, and say how to ask for the service', () => {
    registered({ service: gateway('gw-1') });
    registered({ node: sampleNode('goo'), service: gateway('gw-2') });
    const found = sidecars('mysql');
    assert.deepEqual(
      found.map(({ Node, Service }) => [Node.Node, Service.ID, Service.Port]),
      [
        ['foo', 'mysql-sidecar-proxy-instance-0', 8_443],
        ['goo', 'mysql-sidecar-proxy-instance-1', 8_443],
      ],
    );
    const { Service } = found[0] ?? {};
    assert.deepEqual(Service?.TaggedAddresses, { wan: { Address: '8.8.8.8', Port: 443 } });
    assert.equal(Service?.Proxy.DestinationServiceName, 'mysql');
    assert.equal(Service?.Proxy.DestinationServiceID, 'mysql-instance-0');
    assert.deepEqual(Service?.Connect.PeerMeta, {
      SNI: [`mysql.default.default.${PEER}.external.${OUR_DOMAIN}`],
      SpiffeID: [
        `spiffe://${OUR_DOMAIN}/ns/default/dc/dc1/svc/mysql`,
        `spiffe://${OUR_DOMAIN}/gateway/mesh/dc/dc1`,
      ],
      Protocol: 'tcp',
    });
  });

  test('show the health of the gateway, not of the service', () => {
    const check = sampleCheck('c', { Status: 'warning', ServiceID: 'gw-1' });
    registered({ service: gateway('gw-1'), checks: [check] });
    const [standIn] = sidecars('mysql');
    const [flattened] = standIn?.Checks ?? [];
    assert.equal(flattened?.Status, 'warning');
    assert.equal(flattened?.ServiceName, 'mysql-sidecar-proxy');
  });

  test('go with the last gateway', () => {
    registered({ service: gateway('gw-1') });
    assert.equal(sidecars('mysql').length, 1);
    const key = serviceKey(localTenancy, 'foo', 'gw-1');
    ledger.apply([{ table: services.name, key, value: undefined }]);
    assert.deepEqual(sidecars('mysql'), []);
  });
});

describe('who a service goes to', () => {
  test('is said for services in the mesh and live peerings only', () => {
    acceptPeering(ledger, 'another');
    for (const name of ['api', 'web']) {
      registered({ service: sampleService(name) });
      registered({ service: sampleSidecar(name) });
    }
    registered({ service: sampleService('plain') });
    exportTo({ web: ['nobody'], api: [PEER, 'another', 'nobody'], '*': ['another'] });
    assert.deepEqual(
      [...views.get(exportedTo, null).value],
      [
        ['api', { peers: ['another', PEER], protocol: 'tcp' }],
        ['web', { peers: ['another'], protocol: 'tcp' }],
      ],
    );
    assert.deepEqual(views.get(consumersOf, 'api').value, ['another', PEER]);
    assert.deepEqual(views.get(consumersOf, 'plain').value, []);
  });

  test('is shown to people with wildcards expanded, whether the peers exist or not', () => {
    registered({ service: sampleService('api') });
    registered({ service: sampleService('consul') });
    exportTo({ '*': ['b'], api: ['a'], later: ['a', 'b'] });
    assert.deepEqual(views.get(resolvedExports, null).value, [
      { Service: 'api', Consumers: { Peers: ['a', 'b'] } },
      { Service: 'later', Consumers: { Peers: ['a', 'b'] } },
    ]);
  });
});

describe('many checks as one', () => {
  const cases: readonly (readonly [name: string, checks: readonly string[], status: string])[] = [
    ['passing is passing', ['passing'], 'passing'],
    ['warning beats passing', ['passing', 'warning'], 'warning'],
    ['critical beats warning', ['warning', 'critical', 'passing'], 'critical'],
    ['maintenance beats critical', ['critical', 'maintenance'], 'maintenance'],
    ['a text that is no status beats all', ['passing', 'maintenance', 'bogus'], 'bogus'],
    ['an instance in maintenance, whatever its checks', ['passing', '_svc'], 'maintenance'],
    ['a node in maintenance, whatever its checks', ['_node', 'critical'], 'maintenance'],
  ];
  const check = (text: string): HealthCheck => {
    if (text === '_node') return sampleCheck('_node_maintenance', { Status: 'critical' });
    if (text === '_svc') return sampleCheck('_service_maintenance:x', { Status: 'passing' });
    return sampleCheck(text, { Status: text });
  };
  for (const [name, given, status] of cases) {
    test(name, () => {
      const [flattened] = flattenedChecks(sampleNode('n'), sampleService('s'), given.map(check));
      assert.equal(flattened?.Status, status);
    });
  }
  test('none stay none', () => {
    assert.deepEqual(flattenedChecks(sampleNode('n'), sampleService('s'), []), []);
  });
});
