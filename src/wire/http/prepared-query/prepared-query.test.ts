// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { sampleNode, sampleService } from '../../../../test/catalog-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { defineCommand } from '../../../commands/command.ts';
import { registerWrites } from '../../../commands/registration.ts';
import { peerTenancy } from '../../../model/tenancy.ts';
import { catalogEndpoints } from '../catalog/endpoints.ts';
import { configEndpoints } from '../config/endpoints.ts';
import { coordinateEndpoints } from '../coordinate/endpoints.ts';
import { sessionEndpoints } from '../session/endpoints.ts';
import { preparedQueryEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({
    endpoints: [
      ...preparedQueryEndpoints,
      ...catalogEndpoints,
      ...configEndpoints,
      ...coordinateEndpoints,
      ...sessionEndpoints,
    ],
  });
  await oven('n1', 'passing', { Tags: ['EU', 'a'], Meta: { m: '1' } });
  await oven('n2', 'warning', { Tags: ['eu'] });
  await oven('n3', 'critical', { Tags: ['us'] });
  await server.put('/v1/catalog/register', {
    Node: 'n1',
    SkipNodeUpdate: true,
    Service: {
      Service: 'px',
      Kind: 'connect-proxy',
      Port: 9,
      Proxy: { DestinationServiceName: 'oven' },
    },
  });
});
after(() => server.close());

const oven = (Node: string, Status: string, service: object) =>
  server.put('/v1/catalog/register', {
    Node,
    Address: `10.0.0.${Node.slice(1)}`,
    NodeMeta: { rack: Node },
    Service: { ID: `oven-${Node}`, Service: 'oven', Port: 80, ...service },
    Check: { CheckID: `c-${Node}`, Name: 'c', Status, ServiceID: `oven-${Node}` },
  });
const create = async (query: object): Promise<string> => {
  const answer = await server.send('POST', '/v1/query', query);
  assert.equal(answer.status, 200, answer.text);
  return answer.json.ID;
};
let names = 0;
/** Under a name of its own. */
const named = async (service: object): Promise<string> => {
  names += 1;
  await create({ Name: `q${names}`, Service: { Service: 'oven', ...service } });
  return `q${names}`;
};
const execute = async (name: string, query = '', headers = {}) => {
  const answer = await server.send('GET', `/v1/query/${name}/execute${query}`, undefined, headers);
  const nodes = answer.json?.Nodes?.map(({ Node }: { Node: { Node: string } }) => Node.Node);
  return { ...answer, nodes };
};

describe('a query', () => {
  test('is shown with all that it may have', async () => {
    const ID = await create({ Name: 'Bread', Service: { Service: 'oven', Tags: [] } });
    const { json, index } = await server.get(`/v1/query/${ID}`);
    assert.deepEqual(json, [
      {
        ID,
        Name: 'Bread',
        Session: '',
        Token: '',
        Template: { Type: '', Regexp: '', RemoveEmptyTags: false },
        Service: {
          Service: 'oven',
          SamenessGroup: '',
          Failover: { NearestN: 0, Datacenters: null, Targets: null },
          OnlyPassing: false,
          IgnoreCheckIDs: null,
          Near: '',
          Tags: [],
          NodeMeta: null,
          ServiceMeta: null,
          Connect: false,
          Peer: '',
        },
        DNS: { TTL: '' },
        CreateIndex: index,
        ModifyIndex: index,
      },
    ]);
    const list = (await server.get('/v1/query')).json as { ID: string }[];
    assert.ok(list.some((query) => query.ID === ID));
  });

  test('is replaced, keeps its id, and wakes who waits for it', async () => {
    const id = await create({ Name: 'old', Service: { Service: 'oven' } });
    const { index } = await server.get(`/v1/query/${id}`);
    const waiting = server.get(`/v1/query/${id}?index=${index}&wait=60s`);
    const answer = await server.put(`/v1/query/${id}`, {
      ID: 'x',
      Name: 'NEW',
      Service: { Service: 's' },
    });
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.equal((await waiting).json[0].Name, 'NEW');
    assert.equal((await execute('old')).status, 404);
    assert.equal((await execute('new')).json.Service, 's');
  });

  test('is gone when it is deleted', async () => {
    const id = await create({ Name: 'short', Service: { Service: 'oven' } });
    assert.equal((await server.send('DELETE', `/v1/query/${id}`)).status, 200);
    const answer = await server.get(`/v1/query/${id}`);
    assert.deepEqual([answer.status, answer.text, answer.index], [404, 'Query not found', 1]);
    assert.equal(answer.headers.get('x-consul-knownleader'), 'false');
  });

  test('ends with its session', async () => {
    const session = { NodeChecks: [], Node: 'n1' };
    const { ID: Session } = (await server.put('/v1/session/create', session)).json;
    const id = await create({ Session, Service: { Service: 'oven' } });
    assert.equal((await server.get(`/v1/query/${id}`)).status, 200);
    await server.put(`/v1/session/destroy/${Session}`);
    assert.equal((await server.get(`/v1/query/${id}`)).status, 404);
  });
});

describe('what is executed finds', () => {
  const cases: readonly (readonly [name: string, service: object, nodes: readonly string[]])[] = [
    ['what is not critical', {}, ['n1', 'n2']],
    ['only what passes', { OnlyPassing: true }, ['n1']],
    ['what fails in an ignored check', { IgnoreCheckIDs: ['c-n3'] }, ['n1', 'n2', 'n3']],
    ['by tags, whatever their case', { Tags: ['eu', '!A'] }, ['n2']],
    ['by the meta of nodes', { NodeMeta: { rack: 'n2' } }, ['n2']],
    ['by the meta of services', { ServiceMeta: { m: '1' } }, ['n1']],
    ['nothing by meta that objects have by nature', { ServiceMeta: { toString: '' } }, []],
    ['proxies', { Connect: true }, ['n1']],
    ['nothing of an unknown service', { Service: 'ghost' }, []],
    ['nothing of an unknown peer', { Peer: 'ghost' }, []],
  ];
  for (const [name, service, nodes] of cases) {
    test(name, async () => {
      const found = await execute(await named(service));
      assert.deepEqual(found.nodes.sort(), nodes);
      assert.equal(found.index, 1);
      assert.equal(found.json.Failovers, 0);
    });
  }

  test('instances by the query’s id too, and as many as are wanted', async () => {
    const id = await create({ Name: 'limited', Service: { Service: 'oven' } });
    assert.equal((await execute(id, '?limit=1')).nodes.length, 1);
    assert.equal((await execute(id, '?limit=-1')).nodes.length, 2);
  });

  test('proxies where the client asks for them', async () => {
    const { json } = await execute(await named({}), '?connect=true');
    assert.equal(json.Nodes[0].Service.Service, 'px');
    assert.deepEqual([json.Nodes[0].Checks, json.Nodes[0].Service.Tags], [null, null]);
  });

  test('gateways that lead out to a service, where proxies are asked for', async () => {
    await server.put('/v1/config', {
      Kind: 'terminating-gateway',
      Name: 'out',
      Services: [{ Name: 'bank' }],
    });
    await server.put('/v1/catalog/register', {
      Node: 'n1',
      SkipNodeUpdate: true,
      Service: { Service: 'out', Kind: 'terminating-gateway', Port: 9 },
    });
    const found = await execute(await named({ Service: 'bank' }), '?connect=1');
    assert.equal(found.json.Nodes[0].Service.Service, 'out');
  });

  test('the same when it is ?cached, and says whether it was kept', async () => {
    const name = await named({});
    const kept = async (query: string, headers = {}) =>
      (await execute(name, query, headers)).headers.get('x-cache');
    assert.deepEqual(
      [await kept('?cached'), await kept('?cached&near=n1'), await kept('?cached&limit=1')],
      ['MISS', 'HIT', 'MISS'],
    );
    assert.equal(await kept('?cached', { 'Cache-Control': 'must-revalidate' }), 'MISS');
    assert.equal(await kept(''), null);
    const unknown = await execute('ghost', '?cached');
    assert.deepEqual([unknown.status, unknown.text], [500, 'Query not found']);
  });

  test('instances in any order, so that they share the load', async () => {
    const name = await named({});
    const first = new Set<string>();
    for (let i = 0; i < 200 && first.size < 2; i += 1) first.add((await execute(name)).nodes[0]);
    assert.equal(first.size, 2);
  });

  test('the nearest first, by the query, the client, or the client’s address', async () => {
    const put = (Node: string, x: number) =>
      server.put('/v1/coordinate/update', {
        Node,
        Coord: { Vec: [x, 0, 0, 0, 0, 0, 0, 0], Error: 1, Adjustment: 0, Height: 1e-5 },
      });
    await put('n1', 0);
    await put('n2', 1);
    const near = await named({ Near: 'n2', IgnoreCheckIDs: ['c-n3'] });
    const byAddress = await named({ Near: '_ip', IgnoreCheckIDs: ['c-n3'] });
    const address = { 'X-Forwarded-For': '10.0.0.2, 10.9.9.9' };
    for (let i = 0; i < 10; i += 1) {
      assert.deepEqual((await execute(near)).nodes, ['n2', 'n1', 'n3']);
      assert.deepEqual((await execute(near, '?near=n1')).nodes, ['n1', 'n2', 'n3']);
      assert.deepEqual((await execute(byAddress, '', address)).nodes, ['n2', 'n1', 'n3']);
      // Nobody knows where it is, but nothing is nearer to a node than itself.
      assert.equal((await execute(near, '?near=n3')).nodes[0], 'n3');
    }
  });
});

describe('when there is nothing here,', () => {
  const Targets = [{ Datacenter: 'dc9' }, { Peer: 'ghost' }, { Peer: 'east' }, { Peer: 'west' }];
  before(async () => {
    const node = sampleNode('far');
    const service = sampleService('till');
    const importing = defineCommand<null>({
      name: 'import-for-test',
      decide: (read) => ({
        writes: registerWrites(read, peerTenancy('east'), { node, service }),
        reply: undefined,
      }),
    });
    await server.issue(importing, null);
  });

  test('what was imported from a peer is found, peer by peer', async () => {
    const { json, nodes } = await execute(await named({ Service: 'till', Failover: { Targets } }));
    assert.deepEqual(nodes, ['far']);
    assert.deepEqual([json.PeerName, json.Datacenter, json.Failovers], ['east', '', 2]);
  });

  test('the last one that was asked is named where nobody has any', async () => {
    const { json } = await execute(await named({ Service: 'none', Failover: { Targets } }));
    assert.deepEqual([json.PeerName, json.Datacenter, json.Failovers], ['west', '', 3]);
  });

  test('unknown datacenters are not asked', async () => {
    const Failover = { NearestN: 3, Datacenters: ['dc1', 'dc9'] };
    const { json } = await execute(await named({ Service: 'none', Failover }));
    assert.deepEqual([json.Nodes, json.Datacenter, json.Failovers], [[], 'dc1', 0]);
  });
});

describe('a template', () => {
  const Template = { Type: 'name_prefix_match' };
  const service = async (name: string) =>
    (await server.get(`/v1/query/${name}/explain`)).json.Query.Service.Service;

  test('with the longest name that fits answers, unless a query has the very name', async () => {
    const id = await create({ Name: 'Geo-', Template, Service: { Service: 'a ${name.suffix}' } });
    await create({ Name: 'geo-db-', Template, Service: { Service: 'b ${name.suffix}' } });
    await create({ Name: 'geo-db-exact', Service: { Service: 'c' } });
    assert.equal(await service('geo-x'), 'a geo-x');
    assert.equal(await service('Geo-x'), 'a x');
    assert.equal(await service('geo-db-x'), 'b x');
    assert.equal(await service('GEO-DB-EXACT'), 'c');
    const { status, text } = await execute(id);
    assert.equal(status, 500);
    assert.equal(text, 'prepared query templates can only be resolved up by name, not by ID');
  });

  test('without a name answers to every other', async () => {
    assert.equal((await execute('whatever')).status, 404);
    const id = await create({ Template, Service: { Service: '${name.full}' } });
    assert.equal(await service('whatever'), 'whatever');
    await server.send('DELETE', `/v1/query/${id}`);
    assert.equal((await execute('whatever')).status, 404);
  });
});

describe('refused, and nothing is kept:', () => {
  const Service = { Service: 's' };
  const cases: readonly (readonly [name: string, body: unknown, status: number, text: string])[] = [
    ['nothing', '', 400, 'Request decode failed: EOF'],
    ['an empty object', {}, 500, 'Invalid prepared query: Must be bound to a session'],
    ['an id', { ID: 'x', Service }, 500, 'ID must be empty when creating a new prepared query'],
    [
      'no service',
      { Name: 'x' },
      500,
      'Invalid prepared query: Must provide a Service name to query',
    ],
    [
      'a hidden token',
      { Name: 'x', Token: '<hidden>', Service },
      500,
      "Invalid prepared query: Bad Token '<hidden>', it looks like a query definition with a redacted token was submitted",
    ],
    [
      'less than no datacenter',
      { Name: 'x', Service: { ...Service, Failover: { NearestN: -1 } } },
      500,
      "Invalid prepared query: Bad NearestN '-1', must be >= 0",
    ],
    [
      'targets besides datacenters',
      { Name: 'x', Service: { ...Service, Failover: { NearestN: 1, Targets: [{ Peer: 'p' }] } } },
      500,
      'Invalid prepared query: Targets cannot be populated with NearestN or Datacenters',
    ],
    [
      'a sameness group',
      { Name: 'x', Service: { ...Service, SamenessGroup: 'g' } },
      500,
      'Invalid prepared query: sameness-groups are an enterprise-only feature',
    ],
    [
      'meta that nodes can’t have',
      { Name: 'x', Service: { ...Service, NodeMeta: { 'a b': 'c' } } },
      500,
      "Invalid prepared query: Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters",
    ],
    [
      'a time that is none',
      { Name: 'x', Service, DNS: { TTL: '5' } },
      500,
      'Invalid prepared query: Bad DNS TTL \'5\': time: missing unit in duration "5"',
    ],
    [
      'a time before now',
      { Name: 'x', Service, DNS: { TTL: '-5s' } },
      500,
      "Invalid prepared query: DNS TTL '-5000000000', must be >=0",
    ],
    [
      'an unknown session',
      { Session: 'nope', Service },
      500,
      'raft apply failed: invalid session "nope"',
    ],
    [
      'a template that can’t be read',
      { Name: 'x', Template: { Type: 'name_prefix_match' }, Service: { Service: '${a' } },
      500,
      'raft apply failed: failed compiling template: Bad format \'${a\' in Service.Service: parse error at 1:4: expected "}" but found end of string',
    ],
    [
      'a wrong type deep inside',
      { Service: { Failover: { Targets: [{ Peer: 5 }] } } },
      400,
      'Request decode failed: json: cannot unmarshal number into Go struct field QueryFailoverTarget.Service.Failover.Targets.Peer of type string',
    ],
  ];
  for (const [name, body, status, text] of cases) {
    test(name, async () => {
      const { json: earlier } = await server.get('/v1/query');
      const answer = await server.send('POST', '/v1/query', body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.deepEqual((await server.get('/v1/query')).json, earlier);
    });
  }

  test('names that are taken, as a name or as an id', async () => {
    const id = await create({ Name: 'Mine', Service });
    const other = await create({ Name: 'other', Service });
    for (const [method, path] of [
      ['POST', '/v1/query'],
      ['PUT', `/v1/query/${other}`],
    ] as const) {
      const taken = await server.send(method, path, { Name: 'mine', Service });
      assert.equal(taken.text, "raft apply failed: name 'mine' aliases an existing query name");
      const stolen = await server.send(method, path, { Name: id, Service });
      assert.equal(stolen.text, `raft apply failed: name '${id}' aliases an existing query ID`);
    }
    assert.equal((await server.put(`/v1/query/${id}`, { Name: 'MINE', Service })).status, 200);
  });

  const unknown = randomUUID();
  const paths: readonly (readonly [method: string, path: string, status: number, text: string])[] =
    [
      [
        'GET',
        '/v1/query/nope',
        500,
        'failed prepared query lookup: index error: UUID must be 36 characters',
      ],
      [
        'GET',
        `/v1/query/${'-'.repeat(36)}`,
        500,
        'failed prepared query lookup: index error: UUID should have maximum of 4 "-"; got 36',
      ],
      [
        'DELETE',
        '/v1/query/nope',
        500,
        'Prepared Query lookup failed: failed prepared query lookup: index error: UUID must be 36 characters',
      ],
      [
        'DELETE',
        `/v1/query/${unknown}`,
        500,
        `Cannot modify non-existent prepared query: '${unknown}'`,
      ],
      [
        'PUT',
        `/v1/query/${unknown}`,
        500,
        `Cannot modify non-existent prepared query: '${unknown}'`,
      ],
      [
        'GET',
        '/v1/query/x/execute?limit=x',
        500,
        'Bad limit: strconv.Atoi: parsing "x": invalid syntax',
      ],
      [
        'GET',
        '/v1/query/x/execute?connect=x',
        500,
        'Error parsing \'connect\' value: strconv.ParseBool: parsing "x": invalid syntax',
      ],
      ['GET', '/v1/query/x/explain?dc=ghost', 500, 'No path to datacenter'],
      ['GET', '/v1/query/execute', 404, 'Query not found'],
    ];
  for (const [method, path, status, text] of paths) {
    test(`${method} ${path.replace(unknown, '<unknown>')}`, async () => {
      const answer = await server.send(method, path);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      const isEarly = /limit|connect/.test(path);
      assert.equal(answer.index, method === 'GET' && !isEarly ? 1 : 0);
    });
  }
});
