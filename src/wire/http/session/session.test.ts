// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { checks } from '../../../state/tables/checks.ts';
import { catalogEndpoints } from '../catalog/endpoints.ts';
import { kvEndpoints } from '../kv/endpoints.ts';
import { sessionEndpoints } from './endpoints.ts';

let server: HttpHarness;
const renewed: string[] = [];
before(async () => {
  server = await openHttpHarness({
    endpoints: [...sessionEndpoints, ...kvEndpoints, ...catalogEndpoints],
    context: () => ({ renewSession: (id) => renewed.push(id) }),
  });
  await check('node-1', { CheckID: 'serfHealth', Status: 'passing' });
  await check('node-1', { CheckID: 'disk', Status: 'passing' });
});
after(() => server.close());

const check = (Node: string, Check: object) => {
  return server.put('/v1/catalog/register', { Node, Address: '10.0.0.1', Check });
};
const create = (body?: unknown) => server.put('/v1/session/create', body);
const info = async (id: string) => (await server.get(`/v1/session/info/${id}`)).json;

describe('PUT /v1/session/create', () => {
  const defaults = {
    Name: '',
    Node: 'node-1',
    LockDelay: 15e9,
    Behavior: 'release',
    TTL: '',
    NodeChecks: ['serfHealth'],
    ServiceChecks: null,
  };
  const cases: Record<string, readonly [body: unknown, expected: object]> = {
    'without a body: this node, as long as it lives': [undefined, {}],
    null: ['null', {}],
    'with what it does not know': [{ Namespace: 'x', Wibble: 1 }, {}],
    'with a name and a time': [
      { Name: 'shop', TTL: '60s' },
      { Name: 'shop', TTL: '60s' },
    ],
    'a small delay means seconds': [{ LockDelay: 7 }, { LockDelay: 7e9 }],
    'a large one nanoseconds': [{ LockDelay: 7e9 }, { LockDelay: 7e9 }],
    'a text says it itself': [{ LockDelay: '90s' }, { LockDelay: 90e9 }],
    'a number that is no delay is none': [{ LockDelay: 1e19 }, { LockDelay: 0 }],
    'the last of the spellings of a field counts': [
      '{"Name":"a","NAME":"b","name":"c","nAme":null}',
      { Name: 'c' },
    ],
    'half a character': [String.raw`{"Name":"\ud800"}`, { Name: '\ufffd' }],
    'no checks': [
      { NodeChecks: [], ServiceChecks: [] },
      { NodeChecks: [], ServiceChecks: [] },
    ],
    'no checks, said with null': [{ NodeChecks: null }, { NodeChecks: null }],
    'the older field for checks': [{ Checks: [] }, { NodeChecks: [] }],
    'none in the older field is none at all': [
      { Checks: null, NodeChecks: ['serfHealth'] },
      { NodeChecks: [] },
    ],
    'the default in the older field is none of its own': [
      { Checks: ['serfHealth'], NodeChecks: [] },
      { NodeChecks: [] },
    ],
    'another in the older field, beside the default': [{ Checks: ['disk'] }, { Checks: ['disk'] }],
    'another in the older field, and none in the newer': [
      { Checks: ['disk'], NodeChecks: [] },
      { NodeChecks: [] },
    ],
  };
  for (const [name, [body, expected]] of Object.entries(cases)) {
    test(name, async () => {
      const { json } = await create(body);
      const [{ ID, CreateIndex, ModifyIndex, ...session }] = await info(json.ID);
      assert.deepEqual(session, { ...defaults, ...expected });
      assert.deepEqual([ID, CreateIndex], [json.ID, ModifyIndex]);
    });
  }

  const refused: readonly (readonly [body: unknown, status: number, text: string])[] = [
    [{ Behavior: 'x' }, 500, "Invalid Behavior setting 'x'"],
    [{ TTL: 'soon' }, 500, `Session TTL 'soon' invalid: time: invalid duration "soon"`],
    [{ TTL: '9s' }, 500, "Invalid Session TTL '9000000000', must be between [10s=24h0m0s]"],
    [{ TTL: '25h' }, 500, "Invalid Session TTL '90000000000000', must be between [10s=24h0m0s]"],
    [{ TTL: '9999999h' }, 500, `Session TTL '9999999h' invalid: time: invalid duration "9999999h"`],
    [{ LockDelay: 'x' }, 400, 'Request decode failed: time: invalid duration "x"'],
    [{ Node: 'ghost' }, 500, 'apply failed: Missing node registration'],
    [{ NodeChecks: ['ghost'] }, 500, "apply failed: Missing check 'ghost' registration"],
    [{ ServiceChecks: [{ ID: 'ghost' }] }, 500, "apply failed: Missing check 'ghost' registration"],
    ['{', 400, 'Request decode failed: unexpected EOF'],
    [
      { TTL: 7 },
      400,
      'Request decode failed: json: cannot unmarshal number into Go struct field .Alias.TTL of type string',
    ],
  ];
  for (const [body, status, text] of refused) {
    test(`refuses ${JSON.stringify(body)} and stores nothing`, async () => {
      const { at } = server.core.state;
      const answer = await create(body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.equal(server.core.state.at, at);
    });
  }

  test('refuses a check that is critical', async () => {
    await check('sick', { CheckID: 'pulse', Status: 'critical' });
    const { text } = await create({ Node: 'sick', NodeChecks: ['pulse'] });
    assert.equal(text, "apply failed: Check 'pulse' is in critical state");
  });
});

describe('a session ends', () => {
  const locked = async (body: object): Promise<string> => {
    const { json } = await create({ LockDelay: 0, ...body });
    assert.equal((await server.put(`/v1/kv/lock-${json.ID}?acquire=${json.ID}`, 'x')).json, true);
    return json.ID;
  };
  const causes: Record<string, (id: string) => Promise<unknown>> = {
    'when it is destroyed': (id) => server.put(`/v1/session/destroy/${id}`),
    'when its check fails': () => check('shop', { CheckID: 'pulse', Status: 'critical' }),
    'when its check goes': () => {
      return server.put('/v1/catalog/deregister', { Node: 'shop', CheckID: 'pulse' });
    },
    'when its node goes': () => server.put('/v1/catalog/deregister', { Node: 'shop' }),
  };
  for (const [name, cause] of Object.entries(causes)) {
    test(`${name}, and its lock is free`, async () => {
      await check('shop', { CheckID: 'pulse', Status: 'passing' });
      const id = await locked({ Node: 'shop', NodeChecks: ['pulse'] });
      const { index } = await server.get(`/v1/kv/lock-${id}`);
      const waiting = server.get(`/v1/kv/lock-${id}?index=${index}&wait=10s`);
      await cause(id);
      assert.equal((await waiting).json[0].Session, undefined);
      assert.deepEqual(await info(id), []);
    });
  }

  test('with the service whose check it depends on', async () => {
    await server.put('/v1/catalog/register', {
      Node: 'shop',
      Address: '10.0.0.1',
      Service: { Service: 'till' },
      Check: { CheckID: 'till-up', Status: 'passing', ServiceID: 'till' },
    });
    const id = await locked({ Node: 'shop', NodeChecks: [], ServiceChecks: [{ ID: 'till-up' }] });
    await server.put('/v1/catalog/deregister', { Node: 'shop', ServiceID: 'till' });
    assert.deepEqual(await info(id), []);
  });

  test('once: to destroy what is gone is no problem', async () => {
    assert.equal((await server.put('/v1/session/destroy/gone')).json, true);
  });
});

describe('sessions are', () => {
  test('listed, all or those of a node, and the list is waited for', async () => {
    const { index } = await server.get('/v1/session/node/shop');
    const waiting = server.get(`/v1/session/node/shop?index=${index}&wait=10s`);
    await check('shop', { CheckID: 'pulse', Status: 'passing' });
    await create({ Node: 'node-1' });
    const { json } = await create({ Node: 'shop', NodeChecks: ['pulse'] });
    assert.deepEqual(
      (await waiting).json.map(({ ID }: { ID: string }) => ID),
      [json.ID],
    );
    const all = (await server.get('/v1/session/list')).json;
    assert.ok(all.length > 1);
    assert.ok(all.every(({ ID }: { ID: string }, i: number) => i === 0 || all[i - 1].ID < ID));
  });

  test('renewed while they last', async () => {
    const { json } = await create({ TTL: '10s' });
    const answer = await server.put(`/v1/session/renew/${json.ID}`);
    assert.deepEqual([answer.json[0].ID, renewed], [json.ID, [json.ID]]);
    const gone = await server.put('/v1/session/renew/gone');
    assert.deepEqual([gone.status, gone.text], [404, "Session id 'gone' not found"]);
  });

  const nameless: readonly (readonly [method: string, path: string, text: string])[] = [
    ['PUT', 'destroy/', 'Missing session'],
    ['PUT', 'renew/', 'Missing session'],
    ['GET', 'info/', 'Missing session'],
    ['GET', 'node/', 'Missing node name'],
  ];
  const unread: readonly (readonly [method: string, path: string, text: string])[] = [
    ['PUT', 'renew/gone?index=x', 'Invalid index'],
    ['PUT', 'renew/gone?wait=x', 'Invalid wait time'],
  ];
  for (const [method, path, text] of [...nameless, ...unread]) {
    test(`not told of by ${method} /v1/session/${path}`, async () => {
      const answer = await server.send(method, `/v1/session/${path}`);
      assert.deepEqual([answer.status, answer.text], [400, text]);
    });
  }
});

describe('a check of sessions', () => {
  const shownCheck = async (id: string) => {
    const read = server.core.state.reader();
    const row = read.all(checks).find(({ value }) => value.check.CheckID === id);
    return [row?.value.check.Status, row?.value.check.Output];
  };
  const watch = (id: string, SessionName: string) => {
    const Definition = { SessionName };
    return check('node-1', { CheckID: id, Type: 'session', Status: 'critical', Definition });
  };

  test('passes while there is a session of its name, and takes along who depends on it', async () => {
    await watch('leads', 'leader');
    const first = (await create({ Name: 'leader', NodeChecks: ['leads'] })).json.ID;
    assert.deepEqual(await shownCheck('leads'), ['passing', `Session '${first}' in force`]);
    const follower = (await create({ Name: 'follower', NodeChecks: ['leads'] })).json.ID;
    await server.put(`/v1/session/destroy/${first}`);
    assert.deepEqual(await shownCheck('leads'), ['critical', `Session '${first}' is invalid`]);
    assert.deepEqual(await info(follower), []);
  });

  test('of another name is left alone', async () => {
    await watch('waits', 'somebody');
    await create({ Name: 'nobody' });
    assert.deepEqual(await shownCheck('waits'), ['critical', '']);
  });
});
