// SPDX-License-Identifier: Apache-2.0
// What every read of the catalog and of health takes: ?filter, ?peer, ?merge-central-config, ?cached.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sampleCheck, sampleNode, sampleService } from '../../../../test/catalog-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { defineCommand, put } from '../../../commands/command.ts';
import { registerWrites } from '../../../commands/registration.ts';
import type { ConfigEntry } from '../../../model/config-entries/entry.ts';
import { localTenancy, peerTenancy } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import { jsonCounters } from '../json.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness();
  await register('alder', 'press', { ID: 'p1', Port: 1, Tags: ['v1'], Meta: { size: 'a' } });
  await register('birch', 'press', { ID: 'p2', Port: 2, Tags: ['v2', 'new'] });
  await register('birch', 'ink', { ID: 'i1' });
  await register('birch', 'press-proxy', {
    Kind: 'connect-proxy',
    Port: 5,
    Proxy: { DestinationServiceName: 'press' },
  });
  await importFrom('east');
  const mode = { Mode: 'local' };
  await entry({ Kind: 'proxy-defaults', Name: 'global', MeshGateway: mode } as ConfigEntry);
});
after(() => server.close());

async function register(node: string, service: string, more: object): Promise<void> {
  const check = { CheckID: `of-${service}`, Status: 'passing' };
  const id = (more as { ID?: string }).ID ?? service;
  await server.put('/v1/catalog/register', {
    Node: node,
    Address: '10.0.0.1',
    NodeMeta: { rack: node.slice(0, 1) },
    Service: { Service: service, ...more },
    Check: { ...check, ServiceID: id },
  });
}

const entry = (value: ConfigEntry) =>
  server.issue(
    defineCommand({
      name: 'write-an-entry-in-a-test',
      decide: () => ({
        writes: [put(configEntries, { tenancy: localTenancy, entry: value })],
        reply: undefined,
      }),
    }),
    undefined,
  );

const importFrom = (peer: string) =>
  server.issue(
    defineCommand({
      name: 'import-in-a-test',
      decide: (read) => ({
        writes: registerWrites(read, peerTenancy(peer), {
          node: sampleNode('far'),
          service: sampleService('press', { Tags: ['east'] }),
          checks: [sampleCheck('up', { Status: 'critical', ServiceID: 'press' })],
        }),
        reply: undefined,
      }),
    }),
    undefined,
  );

/** What tells the rows of an answer apart. */
function namesOf(json: unknown): unknown {
  if (json === null) return null;
  if (!Array.isArray(json)) {
    const { Services, ...rest } = json as { Services?: unknown };
    return Services === undefined ? Object.keys(rest) : namesOf(Services ?? []);
  }
  return json.map((row) => {
    const at = row as Record<string, { ID?: string }>;
    return (
      at['CheckID'] ??
      at['Service']?.ID ??
      at['ServiceID'] ??
      (at['Service'] && at['ID']) ??
      at['Node']
    );
  });
}

describe('?filter on', () => {
  const cases: readonly [path: string, filter: string, names: readonly string[]][] = [
    ['/v1/catalog/nodes', 'Meta.rack == b', ['birch']],
    ['/v1/catalog/services', 'ServiceTags contains new', ['press']],
    ['/v1/catalog/services', 'Node == birch and ServiceKind == ""', ['ink', 'press']],
    ['/v1/catalog/service/press', 'ServicePort == 2', ['p2']],
    ['/v1/catalog/service/press', 'NodeMeta.rack == a', ['p1']],
    ['/v1/catalog/connect/press', 'ServiceProxy.DestinationServiceName != press', []],
    ['/v1/catalog/node/birch', 'Tags is empty', ['i1', 'press-proxy']],
    ['/v1/catalog/node-services/birch', 'ID matches "^p[0-9]$"', ['p2']],
    ['/v1/catalog/node-services/birch', 'ID == none', []],
    ['/v1/health/service/press', 'Service.Meta.size == a', ['p1']],
    ['/v1/health/service/press', 'Checks.Status == critical', []],
    ['/v1/health/connect/press', 'Node.Node == birch', ['press-proxy']],
    ['/v1/health/node/birch', 'ServiceName == ink', ['of-ink']],
    ['/v1/health/checks/press', 'Node == alder', ['of-press']],
    ['/v1/health/state/any', 'ServiceTags contains v1', ['of-press']],
  ];
  for (const [path, filter, names] of cases) {
    test(`${path}: ${filter}`, async () => {
      const { json, index } = await server.get(`${path}?filter=${encodeURIComponent(filter)}`);
      assert.deepEqual(namesOf(json), names);
      assert.ok(index > 0);
    });
  }

  test('an answer that it narrows is serialised once', async () => {
    const target = '/v1/health/service/press?filter=Service.Port+==+2';
    await server.get(target);
    const { serialised } = jsonCounters;
    for (let i = 0; i < 10; i += 1) await server.get(target);
    assert.equal(jsonCounters.serialised, serialised);
  });

  test('answers that somebody makes up by the thousand are not all kept', async () => {
    const { views } = server.core;
    const { nodes } = views.size;
    for (let i = 0; i < 300; i += 1) {
      await server.get(`/v1/health/service/press?filter=Service.Port+!=+${1_000 + i}`);
      await server.get(`/v1/catalog/nodes?near=made-up-${i}`);
      await server.get(`/v1/health/service/press?${'tag=v1&'.repeat(i)}tag=v1`);
    }
    assert.ok(views.size.nodes < nodes + 100, `${views.size.nodes} of ${nodes}`);
  });

  test('an answer that it narrows wakes when it changes, and only then', async () => {
    const target = '/v1/catalog/service/late?filter=ServicePort+==+7';
    await register('alder', 'late', { Port: 6 });
    const { index } = await server.get(target);
    const waiting = server.get(`${target}&index=${index}&wait=10s`);
    await register('alder', 'late', { ID: 'l2', Port: 8 });
    await register('alder', 'late', { ID: 'l3', Port: 7 });
    assert.deepEqual(namesOf((await waiting).json), ['l3']);
  });
});

describe('?peer on', () => {
  const cases: readonly [path: string, names: unknown][] = [
    ['/v1/catalog/nodes', ['far']],
    ['/v1/catalog/services', ['press']],
    ['/v1/catalog/service/press', ['press']],
    ['/v1/catalog/connect/press', []],
    ['/v1/catalog/node/far', ['press']],
    ['/v1/catalog/node/birch', null],
    ['/v1/catalog/node-services/far', ['press']],
    ['/v1/health/service/press', ['press']],
    ['/v1/health/connect/press', []],
    ['/v1/health/ingress/press', []],
    ['/v1/health/node/far', ['up']],
    ['/v1/health/checks/press', ['up']],
    ['/v1/health/state/critical', ['up']],
    ['/v1/health/state/passing', []],
  ];
  for (const [path, names] of cases) {
    test(path, async () => {
      assert.deepEqual(namesOf((await server.get(`${path}?peer=East`)).json), names);
    });
    test(`${path}, of a peer that there is not`, async () => {
      const { status, json } = await server.get(`${path}?peer=ghost`);
      assert.equal(status, 200);
      const rows = namesOf(json) ?? [];
      assert.deepEqual(rows, []);
    });
  }

  test('the rows say whose they are', async () => {
    const { json } = await server.get('/v1/catalog/nodes?peer=east');
    assert.equal(json[0].PeerName, 'east');
  });

  test('waits for what the peer has', async () => {
    const { index } = await server.get('/v1/catalog/services?peer=west');
    const waiting = server.get(`/v1/catalog/services?peer=west&index=${index}&wait=10s`);
    await importFrom('west');
    assert.deepEqual((await waiting).json, { press: ['east'] });
  });
});

describe('?tag and ?node-meta', () => {
  const cases: readonly [target: string, names: readonly string[]][] = [
    ['/v1/catalog/service/press?tag=NEW&tag=v2', ['p2']],
    ['/v1/catalog/service/press?tag=v1&tag=v2', []],
    ['/v1/catalog/service/press?tag=', []],
    ['/v1/health/service/press?tag', []],
    ['/v1/health/ingress/press?tag=new', ['p2']],
    ['/v1/catalog/connect/press?tag=none', ['press-proxy']],
    ['/v1/health/connect/press?tag=none', ['press-proxy']],
    ['/v1/catalog/nodes?node-meta=rack:a', ['alder']],
    ['/v1/catalog/nodes?node-meta=rack:a&node-meta=rack:b', ['birch']],
    ['/v1/catalog/nodes?node-meta=rack', []],
    ['/v1/health/node/birch?node-meta=rack:a&filter=ServiceName==ink', ['of-ink']],
    ['/v1/health/checks/press?node-meta=rack:b', ['of-press']],
  ];
  for (const [target, names] of cases) {
    test(target, async () => {
      assert.deepEqual(namesOf((await server.get(target)).json), names);
    });
  }
});

test('an instance of several ports is shown with the default one', async () => {
  const Ports = [
    { Name: 'admin', Port: 11 },
    { Name: 'http', Port: 10, Default: true },
  ];
  await register('alder', 'multi', { Ports });
  assert.equal((await server.get('/v1/catalog/service/multi')).json[0].ServicePort, 10);
  assert.equal((await server.get('/v1/health/service/multi')).json[0].Service.Port, 10);
  for (const [path, field] of [
    ['catalog', 'ServicePort'],
    ['health', 'Service.Port'],
  ]) {
    const { json } = await server.get(`/v1/${path}/service/multi?filter=${field}==0`);
    assert.equal(json.length, 1, path);
  }
});

describe('whatever else is wrong,', () => {
  const cases: readonly [target: string, status: number, text: string][] = [
    ['/v1/catalog/nodes?filter=x&index=abc', 400, 'Invalid index'],
    ['/v1/catalog/nodes?index=18446744073709551616', 400, 'Invalid index'],
    ['/v1/catalog/node/?index=abc', 400, 'Invalid index'],
    ['/v1/catalog/service/?dc=atlantis', 400, 'Missing service name'],
    ['/v1/catalog/service/press?filter=x&dc=atlantis', 500, 'No path to datacenter'],
    ['/v1/health/checks/?dc=atlantis', 400, 'Missing service name'],
    ['/v1/health/service/?sg=x', 400, 'Missing service name'],
    ['/v1/health/service/press?index=1&filter=Nope+==+x', 500, 'Selector "Nope" is not valid'],
    [
      '/v1/catalog/datacenters?stale&consistent',
      400,
      'Cannot specify ?stale with ?consistent, conflicting semantics.["dc1"]',
    ],
  ];
  for (const [target, status, text] of cases) {
    test(`${target} says first: ${text}`, async () => {
      const answer = await server.get(target);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }
});

describe('?merge-central-config on', () => {
  test('the catalog’s lists of proxies leaves out what is the node’s', async () => {
    for (const path of ['service/press-proxy', 'connect/press']) {
      const { json } = await server.get(`/v1/catalog/${path}?merge-central-config`);
      assert.deepEqual(json[0].ServiceProxy.MeshGateway, { Mode: 'local' });
      assert.deepEqual(
        [json[0].Node, json[0].Address, json[0].Datacenter, json[0].NodeMeta],
        ['birch', '', '', null],
      );
    }
  });

  test('other services and other answers changes the proxies alone', async () => {
    const plain = await server.get('/v1/catalog/service/press');
    const same = await server.get('/v1/catalog/service/press?merge-central-config');
    assert.deepEqual(same.json, plain.json);
    const health = await server.get('/v1/health/service/press-proxy?merge-central-config');
    assert.deepEqual(health.json[0].Service.Proxy.MeshGateway, { Mode: 'local' });
    assert.equal(health.json[0].Node.Address, '10.0.0.1');
    const node = await server.get('/v1/catalog/node-services/birch?merge-central-config');
    const proxy = node.json.Services.find((one: { ID: string }) => one.ID === 'press-proxy');
    assert.deepEqual(proxy.Proxy.MeshGateway, { Mode: 'local' });
  });

  test('wakes when an entry changes', async () => {
    const target = '/v1/health/service/press-proxy?merge-central-config';
    const { index } = await server.get(target);
    const waiting = server.get(`${target}&index=${index}&wait=10s`);
    const Protocol = 'grpc';
    await entry({ Kind: 'service-defaults', Name: 'press', Protocol } as ConfigEntry);
    assert.equal((await waiting).json[0].Service.Proxy.Config.protocol, 'grpc');
  });
});

describe('?cached', () => {
  const cases = [
    '/v1/catalog/datacenters',
    '/v1/catalog/services',
    '/v1/catalog/service/press',
    '/v1/catalog/connect/press',
    '/v1/health/service/press',
    '/v1/health/connect/press',
    '/v1/health/ingress/press',
    '/v1/health/service/press?near=_agent',
    '/v1/discovery-chain/press',
    '/v1/connect/intentions/match?by=source&name=press',
  ];
  for (const target of cases) {
    test(`${target} was missing and is there from then on`, async () => {
      const asked = `${target}${target.includes('?') ? '&' : '?'}cached`;
      const first = await server.get(asked);
      assert.deepEqual([first.headers.get('x-cache'), first.headers.get('age')], ['MISS', null]);
      const second = await server.get(asked);
      assert.deepEqual([second.headers.get('x-cache'), second.headers.get('age')], ['HIT', '0']);
      const current = await server.get(target);
      assert.equal(current.headers.get('x-cache'), null);
      assert.deepEqual(current.json, second.json);
    });
  }

  test('?cached is looked up again for who insists, where Consul does not keep it up to date', async () => {
    const look = async (path: string, control: string) => {
      const headers = { 'Cache-Control': control };
      const answer = await server.send('GET', path, undefined, headers);
      assert.equal(answer.status, 200, answer.text);
      return answer.headers.get('x-cache');
    };
    const datacenters = '/v1/catalog/datacenters?cached';
    await look(datacenters, '');
    for (const control of ['must-revalidate', 'no-store, max-age=0', 'Must-Revalidate']) {
      assert.equal(await look(datacenters, control), 'MISS');
    }
    for (const control of ['max-age=10', 'max-age', 'no-cache']) {
      assert.equal(await look(datacenters, control), 'HIT');
    }
    await look('/v1/catalog/nodes', '');
    await look('/v1/catalog/services?cached', '');
    assert.equal(await look('/v1/catalog/services?cached', 'must-revalidate'), 'HIT');
  });

  test('what is read by waiting is kept too, from a stream that knows no leader', async () => {
    const waited = await server.get('/v1/health/service/ink?index=1');
    assert.equal(waited.headers.get('x-consul-query-backend'), 'streaming');
    assert.equal(waited.headers.get('x-consul-knownleader'), 'false');
    const cached = await server.get('/v1/health/service/ink?cached');
    assert.equal(cached.headers.get('x-cache'), 'HIT');
  });

  for (const query of ['near=birch', 'merge-central-config']) {
    test(`what no stream can answer comes from elsewhere: ?${query}`, async () => {
      const { headers } = await server.get(`/v1/health/service/ink?index=1&${query}`);
      assert.equal(headers.get('x-consul-query-backend'), 'blocking-query');
      assert.equal(headers.get('x-consul-knownleader'), 'true');
    });
  }
});
