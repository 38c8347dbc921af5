// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sampleNode, sampleService } from '../../../../test/catalog-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { defineCommand } from '../../../commands/command.ts';
import { registerWrites } from '../../../commands/registration.ts';
import { peerTenancy } from '../../../model/tenancy.ts';
import { catalogEndpoints } from '../catalog/endpoints.ts';
import { jsonCounters } from '../json.ts';
import { healthEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({ endpoints: [...catalogEndpoints, ...healthEndpoints] });
  await till('oak', 'passing', ['eu', 'hot']);
  await till('pine', 'critical', ['eu']);
  await register({
    Node: 'oak',
    SkipNodeUpdate: true,
    Service: {
      Service: 'till-sidecar',
      Kind: 'connect-proxy',
      Port: 7,
      Proxy: { DestinationServiceName: 'till' },
    },
  });
});
after(() => server.close());

const register = (body: unknown) => server.put('/v1/catalog/register', body);

const till = (node: string, status: string, tags: readonly string[]) =>
  register({
    Node: node,
    Address: '10.0.0.1',
    NodeMeta: { hall: node },
    Service: { ID: `till-${node}`, Service: 'till', Tags: tags, Port: 7000 },
    Checks: [
      { CheckID: 'node', Name: 'node', Status: 'passing' },
      { CheckID: 'own', Name: 'own', Status: status, ServiceID: `till-${node}` },
    ],
  });

async function nodesOf(target: string): Promise<string[]> {
  const { status, json } = await server.get(target);
  assert.equal(status, 200);
  return json.map((instance: { Node: { Node: string } }) => instance.Node.Node);
}

describe('GET /v1/health/service', () => {
  const cases: readonly (readonly [query: string, nodes: readonly string[]])[] = [
    ['', ['oak', 'pine']],
    ['?passing', ['oak']],
    ['?passing=1', ['oak']],
    ['?passing=false', ['oak', 'pine']],
    ['?tag=EU&passing', ['oak']],
    ['?tag=none', []],
    ['?node-meta=hall:pine', ['pine']],
    ['?peer=ghost', []],
    ['?near=_agent&cached', ['oak', 'pine']],
  ];
  for (const [query, nodes] of cases) {
    test(`till${query}`, async () => {
      assert.deepEqual(await nodesOf(`/v1/health/service/till${query}`), nodes);
    });
  }

  test('shows node, service and the checks of both, the node’s first', async () => {
    const { json } = await server.get('/v1/health/service/till');
    assert.equal(json[0].Service.PeerName, '');
    assert.ok(!('PeerName' in json[0].Node));
    assert.deepEqual(
      json[0].Checks.map((check: { CheckID: string }) => check.CheckID),
      ['node', 'own'],
    );
  });

  test('shows what was imported when asked for the peer', async () => {
    const node = sampleNode('far');
    const service = sampleService('till', { Port: 0 });
    await server.issue(
      defineCommand({
        name: 'import-in-a-test',
        decide: (read) => ({
          writes: registerWrites(read, peerTenancy('east'), { node, service }),
          reply: undefined,
        }),
      }),
      undefined,
    );
    const { json } = await server.get('/v1/health/service/till?peer=East');
    assert.equal(json[0].Node.PeerName, 'east');
    assert.equal(json[0].Service.PeerName, 'east');
    assert.ok(!('Port' in json[0].Service));
  });

  test('is serialised once for all who ask alike', async () => {
    await server.get('/v1/health/service/till?passing');
    const { serialised } = jsonCounters;
    for (let i = 0; i < 10; i += 1) await server.get('/v1/health/service/till?passing');
    assert.equal(jsonCounters.serialised, serialised);
  });

  test('wakes when a check changes', async () => {
    const { index } = await server.get('/v1/health/service/till?passing');
    const waiting = server.get(`/v1/health/service/till?passing&index=${index}&wait=10s`);
    await till('pine', 'passing', ['eu']);
    assert.equal((await waiting).json.length, 2);
    await till('pine', 'critical', ['eu']);
  });

  const refused: readonly (readonly [query: string, status: number, text: string])[] = [
    ['passing=maybe', 400, 'Invalid value for ?passing'],
    ['peer=a&sg=b', 400, 'peer-name and sameness-group are mutually exclusive'],
    ['dc=atlantis', 500, 'No path to datacenter'],
  ];
  for (const [query, status, text] of refused) {
    test(`refuses ?${query}`, async () => {
      const answer = await server.get(`/v1/health/service/till?${query}`);
      assert.deepEqual([answer.status, answer.text, answer.index], [status, text, 0]);
    });
  }
});

test('GET /v1/health/connect shows what speaks for a service', async () => {
  const { json } = await server.get('/v1/health/connect/till');
  assert.deepEqual(
    json.map((instance: { Service: { Service: string } }) => instance.Service.Service),
    ['till-sidecar'],
  );
});

describe('lists of checks:', () => {
  const cases: readonly (readonly [target: string, checks: readonly string[]])[] = [
    ['/v1/health/node/OAK', ['oak/node', 'oak/own']],
    ['/v1/health/node/absent', []],
    ['/v1/health/checks/till', ['oak/own', 'pine/own']],
    ['/v1/health/state/critical', ['pine/own']],
    ['/v1/health/state/any?node-meta=hall:oak', ['oak/node', 'oak/own']],
    ['/v1/health/state/bogus', []],
  ];
  for (const [target, checks] of cases) {
    test(target, async () => {
      const { json } = await server.get(target);
      assert.deepEqual(
        json.map((check: { Node: string; CheckID: string }) => `${check.Node}/${check.CheckID}`),
        checks,
      );
    });
  }

  for (const [target, text] of [
    ['/v1/health/node/', 'Missing node name'],
    ['/v1/health/checks/', 'Missing service name'],
    ['/v1/health/state/', 'Missing check state'],
  ] as const) {
    test(`${target} names nothing`, async () => {
      const answer = await server.get(target);
      assert.deepEqual([answer.status, answer.text], [400, text]);
    });
  }
});
