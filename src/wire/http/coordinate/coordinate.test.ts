// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { syncAgent } from '../../../commands/sync-agent.ts';
import { sampleNode } from '../../../../test/catalog-samples.ts';
import { catalogEndpoints } from '../catalog/endpoints.ts';
import { healthEndpoints } from '../health/endpoints.ts';
import { endpointsOf } from '../endpoints.ts';
import { coordinateEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  const endpoints = [...catalogEndpoints, ...coordinateEndpoints, ...healthEndpoints];
  server = await openHttpHarness({ endpoints });
  for (const node of ['far', 'middle', 'near', 'unknown']) {
    await server.put('/v1/catalog/register', {
      Node: node,
      Address: '10.0.0.1',
      Service: { Service: 'spot' },
      Check: { CheckID: 'up', Status: 'passing', ServiceID: 'spot' },
    });
  }
  await update('far', 0.1);
  await update('middle', 0.05);
  await update('near', 0.01);
});
after(() => server.close());

const at = (seconds: number) => ({
  Vec: [seconds, 0, 0, 0, 0, 0, 0, 0],
  Error: 1,
  Adjustment: 0,
  Height: 0.00001,
});
const update = (Node: string, seconds: number, more: object = {}) =>
  server.put('/v1/coordinate/update', { Node, Coord: at(seconds), ...more });

describe('PUT /v1/coordinate/update', () => {
  test('answers nothing, and the same again moves no index', async () => {
    const answer = await update('far', 0.1);
    assert.deepEqual([answer.status, answer.text], [200, '']);
    const { index } = await server.get('/v1/coordinate/nodes');
    await update('far', 0.1);
    assert.equal((await server.get('/v1/coordinate/nodes')).index, index);
  });

  test('of a node that is not registered keeps nothing', async () => {
    assert.equal((await update('ghost', 1)).status, 200);
    assert.equal((await server.get('/v1/coordinate/node/ghost')).status, 404);
  });

  const refused: readonly [name: string, body: unknown, status: number, text: string][] = [
    ['nothing', '', 400, 'Request decode failed: EOF'],
    ['no coordinate', {}, 500, 'incompatible coordinate'],
    ['null', null, 500, 'incompatible coordinate'],
    ['too few dimensions', { Node: 'far', Coord: { Vec: [1, 2] } }, 500, 'incompatible coordinate'],
    [
      'a number too great',
      '{"Node":"far","Coord":{"Error":1e999}}',
      400,
      'Request decode failed: json: cannot unmarshal number into Go struct field Coordinate.Coord.Error of type float64',
    ],
    [
      'a number too small, in a list',
      '{"Node":"far","Coord":{"Vec":[0,-1e999]}}',
      400,
      'Request decode failed: json: cannot unmarshal number into Go struct field Coordinate.Coord.Vec of type float64',
    ],
    [
      'an unknown field',
      { Node: 'far', Partition: 'x' },
      400,
      'Request decode failed: json: unknown field "Partition"',
    ],
    [
      'a list',
      { Node: 'far', Coord: [] },
      400,
      'Request decode failed: json: cannot unmarshal array into Go struct field CoordinateUpdateRequest.Coord of type coordinate.Coordinate',
    ],
    [
      'words',
      { Node: 'far', Coord: { Vec: ['x'] } },
      400,
      'Request decode failed: json: cannot unmarshal string into Go struct field Coordinate.Coord.Vec of type float64',
    ],
    [
      'another datacenter',
      { Node: 'far', Coord: at(1), Datacenter: 'atlantis' },
      500,
      'No path to datacenter',
    ],
  ];
  for (const [name, body, status, text] of refused) {
    test(`refuses ${name} and stores nothing`, async () => {
      const { at: revision } = server.core.state;
      const sent = body === null ? 'null' : body;
      const answer = await server.put('/v1/coordinate/update', sent);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.equal(server.core.state.at, revision);
    });
  }
});

describe('GET /v1/coordinate', () => {
  test('datacenters: ours, with its server', async () => {
    const { json } = await server.get('/v1/coordinate/datacenters');
    assert.deepEqual([json[0].Datacenter, json[0].AreaID], ['dc1', 'wan']);
    assert.deepEqual(json[0].Coordinates[0].Coord.Vec, [0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('nodes: each by name, in a segment or in all', async () => {
    const { json } = await server.get('/v1/coordinate/nodes');
    assert.deepEqual(json[0], { Node: 'far', Segment: '', Coord: at(0.1) });
    assert.deepEqual((await server.get('/v1/coordinate/nodes?segment=alpha')).json, []);
    assert.equal((await server.get('/v1/coordinate/nodes?segment')).json.length, 3);
  });

  test('node: by its name in any case, 404 in a segment that it is not in', async () => {
    const { json } = await server.get('/v1/coordinate/node/FAR');
    assert.deepEqual(json, [{ Node: 'FAR', Segment: '', Coord: at(0.1) }]);
    for (const [encoding, hasIndex] of Object.entries({ identity: false, gzip: true })) {
      const headers = { 'Accept-Encoding': encoding };
      const path = '/v1/coordinate/node/far?segment=alpha';
      const other = await server.send('GET', path, undefined, headers);
      assert.deepEqual([other.status, other.text, other.index > 0], [404, '', hasIndex], encoding);
    }
  });

  test('a node takes its place along when it goes', async () => {
    await server.put('/v1/catalog/register', { Node: 'brief', Address: '10.0.0.1' });
    await update('brief', 1);
    await server.put('/v1/catalog/deregister', { Node: 'brief' });
    assert.equal((await server.get('/v1/coordinate/node/brief')).status, 404);
  });

  test('a server that begins is where it measures from', async () => {
    await server.issue(syncAgent, { node: sampleNode('self') });
    const { json } = await server.get('/v1/coordinate/node/self');
    assert.deepEqual(json[0].Coord.Vec, [0, 0, 0, 0, 0, 0, 0, 0]);
    await server.put('/v1/catalog/deregister', { Node: 'self' });
  });

  for (const path of ['nodes', 'node/far'] as const) {
    const refused: readonly [query: string, status: number, text: string][] = [
      ['index=abc', 400, 'Invalid index'],
      ['wait=5', 400, 'Invalid wait time'],
      ['dc=atlantis', 500, 'No path to datacenter'],
      [
        'partition=team',
        400,
        'Invalid query parameter: "partition" - Partitions are a Consul Enterprise feature',
      ],
    ];
    for (const [query, status, text] of refused) {
      test(`${path} refuses ?${query}`, async () => {
        const answer = await server.get(`/v1/coordinate/${path}?${query}`);
        assert.deepEqual([answer.status, answer.text], [status, text]);
      });
    }
  }
});

describe('?near', () => {
  const nodesOf = (json: { Node: string | { Node: string } }[]) =>
    json.map(({ Node }) => (typeof Node === 'string' ? Node : Node.Node));
  const cases: readonly [target: string, nodes: readonly string[]][] = [
    ['/v1/catalog/nodes?near=near', ['near', 'middle', 'far', 'unknown']],
    ['/v1/catalog/nodes?near=ghost', ['far', 'middle', 'near', 'unknown']],
    ['/v1/catalog/nodes?near=unknown', ['far', 'middle', 'near', 'unknown']],
    ['/v1/catalog/service/spot?near=middle', ['middle', 'near', 'far', 'unknown']],
    ['/v1/health/service/spot?near=FAR', ['far', 'middle', 'near', 'unknown']],
    ['/v1/health/checks/spot?near=near', ['near', 'middle', 'far', 'unknown']],
    ['/v1/health/state/passing?near=near', ['near', 'middle', 'far', 'unknown']],
  ];
  for (const [target, nodes] of cases) {
    test(`${target} gives ${nodes.join(', ')}`, async () => {
      assert.deepEqual(nodesOf((await server.get(target)).json), nodes);
    });
  }

  test('wakes who waits when the order changes', async () => {
    const target = '/v1/catalog/nodes?near=near';
    const { index } = await server.get(target);
    const waiting = server.get(`${target}&index=${index}&wait=10s`);
    await update('far', 0.02);
    assert.deepEqual(nodesOf((await waiting).json), ['near', 'far', 'middle', 'unknown']);
  });
});

describe('where coordinates are turned off', () => {
  const requests: readonly (readonly [method: string, target: string])[] = [
    ['GET', '/v1/coordinate/datacenters'],
    ['GET', '/v1/coordinate/nodes?index=x'],
    ['GET', '/v1/coordinate/node/near?dc=dc9'],
    ['PUT', '/v1/coordinate/update'],
  ];
  for (const [method, target] of requests) {
    test(`${method} ${target} says so, whatever is asked`, async () => {
      const disabled = await openHttpHarness({ endpoints: endpointsOf({ hasCoordinates: false }) });
      try {
        const { status, text, headers } = await disabled.send(method, target);
        assert.deepEqual([status, text], [401, 'Coordinate support disabled']);
        assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
        assert.equal(headers.get('x-consul-index'), null);
        const other = await disabled.send('DELETE', target);
        assert.deepEqual([other.status, other.headers.get('allow')], [405, `OPTIONS,${method}`]);
      } finally {
        await disabled.close();
      }
    });
  }

  test('all other endpoints stay as they are', () => {
    const [all, some] = [true, false].map((hasCoordinates) => endpointsOf({ hasCoordinates }));
    const isOther = ({ path }: { path: string }) => !path.startsWith('/v1/coordinate/');
    assert.deepEqual(some?.filter(isOther), all?.filter(isOther));
    assert.equal(some?.length, all?.length);
  });
});
