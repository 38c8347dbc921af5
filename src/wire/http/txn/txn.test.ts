// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';

const NODE = { Node: 'desk', Address: '10.0.0.1' };
let server: HttpHarness;
before(async () => {
  server = await openHttpHarness();
  await server.put('/v1/catalog/register', NODE);
});
after(() => server.close());

const txn = (...operations: object[]) => server.put('/v1/txn', operations);
const kv = (Verb: string, Key: string, more: object = {}) => ({ KV: { Verb, Key, ...more } });
const node = (Verb: string, more: object = {}) => ({ Node: { Verb, Node: { ...NODE, ...more } } });
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Place and text of each error. */
async function errorsOf(...operations: object[]): Promise<[number, string][]> {
  const { status, headers, json } = await txn(...operations);
  assert.deepEqual([status, json.Results], [409, null]);
  assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  return json.Errors.map((error: { OpIndex: number; What: string }) => [error.OpIndex, error.What]);
}

async function session(changes: object = {}): Promise<string> {
  const asked = { Node: NODE.Node, NodeChecks: [], LockDelay: 0, ...changes };
  const { json } = await server.put('/v1/session/create', asked);
  return json.ID;
}

describe('a transaction', () => {
  test('is one change: all of it has one index, and later operations see earlier ones', async () => {
    const { status, json } = await txn(
      kv('set', 'one/a', { Value: base64('A'), Flags: 9 }),
      kv('get', 'one/a'),
      kv('set', 'one/b', { Value: base64('B') }),
      kv('get-tree', 'one/'),
    );
    assert.deepEqual([status, json.Errors], [200, null]);
    const shown = json.Results.map(({ KV: entry }: { KV: Record<string, unknown> }) => {
      return [entry['Key'], entry['Value'], entry['Flags']];
    });
    const [a, b] = [base64('A'), base64('B')];
    assert.deepEqual(shown, [
      ['one/a', null, 9],
      ['one/a', a, 9],
      ['one/b', null, 0],
      ['one/a', a, 9],
      ['one/b', b, 0],
    ]);
    const {
      index,
      json: [entry],
    } = await server.get('/v1/kv/one/b');
    const indexes = json.Results.map(
      ({ KV: { ModifyIndex } }: { KV: { ModifyIndex: number } }) => ModifyIndex,
    );
    assert.deepEqual([...new Set(indexes)], [index]);
    assert.equal(entry.CreateIndex, index);
  });

  test('changes nothing when one operation fails, and says what is wrong with each', async () => {
    await txn(kv('set', 'kept', { Value: base64('x') }));
    const reached = server.core.state.at;
    const errors = await errorsOf(
      kv('set', 'kept', { Value: base64('y') }),
      kv('get', 'missing'),
      kv('cas', 'kept', { Index: 7 }),
      kv('check-not-exists', 'kept'),
    );
    assert.deepEqual(errors, [
      [1, `key "missing" doesn't exist`],
      [2, 'failed to set key "kept", index is stale'],
      [3, 'key "kept" exists'],
    ]);
    assert.equal(server.core.state.at, reached);
    assert.equal((await server.get('/v1/kv/kept?raw')).text, 'x');
  });

  test('that asks what makes no sense is refused before anything is tried', async () => {
    const errors = await errorsOf(
      kv('frob', 'a'),
      kv('get', 'missing'),
      { Node: { Verb: 'lock' } },
      kv('get', ''),
      { Service: { Verb: 'set', Node: NODE.Node, Service: { ID: 'web' } } },
      node('set', { PeerName: 'east' }),
    );
    assert.deepEqual(errors, [
      [0, 'unknown KV operation: frob'],
      [2, 'unknown node operation: lock'],
      [3, 'Must provide key'],
      [4, 'Must provide service name (Service.Service) when service ID is provided'],
      [5, 'cannot register requests with PeerName in them'],
    ]);
  });

  test('that only reads says how it was read, and moves nothing', async () => {
    const reached = server.core.state.at;
    const { json, headers } = await txn(kv('get-or-empty', 'nobody', { Flags: 3 }));
    assert.deepEqual(json.Results[0].KV, {
      LockIndex: 0,
      Key: 'nobody',
      Flags: 3,
      Value: null,
      CreateIndex: 0,
      ModifyIndex: 0,
    });
    assert.deepEqual([json.Index, json.KnownLeader], [1, true]);
    assert.equal(headers.get('x-consul-knownleader'), 'true');
    assert.equal(headers.get('x-consul-index'), null);
    assert.equal(server.core.state.at, reached);
  });

  test('keeps flags of 64 bits', async () => {
    const flags = '18446744073709551615';
    const set = `[{"KV":{"Verb":"set","Key":"wide","Flags":${flags}}}]`;
    assert.match((await server.put('/v1/txn', set)).text, new RegExp(`"Flags":${flags},`));
    assert.match((await server.get('/v1/kv/wide')).text, new RegExp(`"Flags":${flags},`));
  });

  test('makes a key anew that it has deleted', async () => {
    await txn(kv('set', 'again', { Value: base64('1') }));
    const { json } = await txn(kv('delete', 'again'), kv('cas', 'again', { Value: base64('2') }));
    const [entry] = (await server.get('/v1/kv/again')).json;
    assert.equal(entry.CreateIndex, json.Results[0].KV.CreateIndex);
    assert.equal(entry.CreateIndex, entry.ModifyIndex);
  });

  test('can not check and set what it has set itself', async () => {
    assert.deepEqual(await errorsOf(kv('set', 'self'), kv('cas', 'self', { Index: 0 })), [
      [1, 'failed to set key "self", index is stale'],
    ]);
  });

  test('tells true indexes, however many share a sync', async () => {
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        txn(kv('set', 'busy', { Value: base64(String(i)) }), kv('get', 'busy')),
      ),
    );
    const seen = all.map(({ json }) => json.Results[1].KV);
    const [entry] = (await server.get('/v1/kv/busy')).json;
    assert.deepEqual([...new Set(seen.map(({ CreateIndex }) => CreateIndex))], [entry.CreateIndex]);
    assert.equal(new Set(seen.map(({ ModifyIndex }) => ModifyIndex)).size, 60);
    assert.equal(Math.max(...seen.map(({ ModifyIndex }) => ModifyIndex)), entry.ModifyIndex);
  });
});

describe('locks in a transaction', () => {
  test('are taken, checked and given up', async () => {
    const id = await session();
    const { json } = await txn(
      kv('lock', 'door', { Session: id }),
      kv('check-session', 'door', { Session: id }),
    );
    assert.deepEqual([json.Results[1].KV.LockIndex, json.Results[1].KV.Session], [1, id]);
    const other = await session();
    assert.deepEqual(await errorsOf(kv('lock', 'door', { Session: other })), [
      [0, 'failed to lock key "door", lock is already held'],
    ]);
    assert.deepEqual(await errorsOf(kv('unlock', 'door', { Session: other })), [
      [0, `failed to unlock key "door", lock isn't held, or is held by another session`],
    ]);
    assert.deepEqual(await errorsOf(kv('check-session', 'door', { Session: other })), [
      [0, `failed session check for key "door", current session "${id}" != "${other}"`],
    ]);
    const unlocked = await txn(kv('unlock', 'door', { Session: id }));
    assert.equal(unlocked.json.Results[0].KV.Session, undefined);
  });

  test('wait for the delay of a session that was lost', async () => {
    const lost = await session({ LockDelay: '1s' });
    await txn(kv('lock', 'held-back', { Session: lost }));
    await server.put(`/v1/session/destroy/${lost}`);
    assert.deepEqual(await errorsOf(kv('lock', 'held-back', { Session: await session() })), [
      [0, 'failed to lock key "held-back" due to lock delay'],
    ]);
  });

  test('end with the node that is deleted in the same change', async () => {
    await txn({ Node: { Verb: 'set', Node: { Node: 'shelf', Address: '10.0.0.9' } } });
    const id = await session({ Node: 'shelf' });
    await txn(kv('lock', 'on-shelf', { Session: id }));
    const { json } = await txn(
      { Node: { Verb: 'delete', Node: { Node: 'shelf' } } },
      kv('check-session', 'on-shelf', { Session: '' }),
    );
    assert.equal(json.Results[0].KV.Key, 'on-shelf');
    assert.deepEqual((await server.get(`/v1/session/info/${id}`)).json, []);
  });
});

describe('the catalog in a transaction', () => {
  const web = { ID: 'web-1', Service: 'web', Port: 80, Tags: ['v1'] };
  const service = (Verb: string, more: object = {}) => {
    return { Service: { Verb, Node: NODE.Node, Service: { ...web, ...more } } };
  };
  const check = (Verb: string, more: object = {}) => {
    return {
      Check: { Verb, Check: { Node: NODE.Node, CheckID: 'ping', ServiceID: 'web-1', ...more } },
    };
  };

  test('is registered, read, changed if unchanged, and deleted', async () => {
    const made = await txn(
      node('set', { Meta: { floor: '2' } }),
      service('set'),
      check('set', { Status: 'passing', Definition: { HTTP: 'http://10.0.0.1', Interval: '90s' } }),
    );
    const [{ Node: desk }, { Service: first }, { Check: ping }] = made.json.Results;
    assert.deepEqual(
      [desk.Meta, first.Tags, first.Weights],
      [{ floor: '2' }, ['v1'], { Passing: 1, Warning: 1 }],
    );
    assert.deepEqual(
      [ping.ServiceName, ping.Definition],
      ['web', { HTTP: 'http://10.0.0.1', Interval: '1m30s' }],
    );
    const stale = { ModifyIndex: 1 };
    assert.deepEqual(
      await errorsOf(node('cas', stale), service('cas', stale), check('delete-cas', stale)),
      [
        [0, 'failed to set node "desk", index is stale'],
        [1, 'failed to set service "web-1" on node "desk", index is stale'],
        [2, 'failed to delete check "ping" on node "desk", index is stale'],
      ],
    );
    const fresh = { ModifyIndex: first.ModifyIndex };
    assert.equal((await txn(service('cas', { ...fresh, Port: 81 }))).status, 200);
    const [instance] = (await server.get('/v1/health/service/web')).json;
    assert.deepEqual([instance.Service.Port, instance.Checks[0].Status], [81, 'passing']);
    assert.equal((await txn(check('delete'), service('delete'))).status, 200);
    assert.deepEqual(await errorsOf(service('get'), check('get')), [
      [0, `service "web-1" on node "desk" doesn't exist`],
      [1, `check "ping" on node "desk" doesn't exist`],
    ]);
  });

  test('is told apart from what has no name, by the verb', async () => {
    const nameless = (verb: string) => check(verb, { CheckID: '', ServiceID: '' });
    const byId = 'node lookup by ID failed: index error';
    const told = 'index error: object is missing a value for this index';
    assert.deepEqual(
      await errorsOf(
        check('get', { CheckID: '', Name: 'ping' }),
        nameless('set'),
        nameless('cas'),
        nameless('delete'),
        nameless('delete-cas'),
        check('set', { Node: '' }),
        node('get', { ID: 'xx' }),
        node('get', { ID: '1-1-1' }),
        node('get', { ID: 'a'.repeat(37) }),
        node('get', { ID: '-----' }),
      ),
      [
        [0, `failed check lookup: ${told}`],
        [1, `failed health check lookup: ${told}`],
        [2, `failed check lookup: ${told}`],
        [3, `check lookup failed: ${told}`],
        [4, `check lookup failed: failed check lookup: ${told}`],
        [5, `failed health check lookup: ${told}`],
        [6, `${byId}: invalid UUID: encoding/hex: invalid byte: U+0078 'x'`],
        [7, `${byId}: UUID (without hyphens) must be even length`],
        [8, `${byId}: Invalid UUID length. UUID have 36 characters; got 37`],
        [9, `${byId}: UUID should have maximum of 4 "-"; got 5`],
      ],
    );
  });

  test('refuses metadata that an instance can not have, and durations that are none', async () => {
    const reserved = "Key prefix 'consul-' is reserved for internal use";
    assert.deepEqual(await errorsOf(service('set', { Meta: { 'consul-x': 'y' } })), [
      [
        0,
        `Invalid Service Meta for node desk and serviceID web-1: Couldn't load metadata pair ('consul-x', 'y'): ${reserved}`,
      ],
    ]);
    const { status, text } = await txn(check('set', { Definition: { Interval: '' } }));
    assert.deepEqual([status, text], [400, 'Failed to parse body: time: invalid duration ""']);
  });

  test('needs the node or the service that is spoken of', async () => {
    const ghost = { Service: { Verb: 'set', Node: 'ghost', Service: web } };
    assert.deepEqual(
      await errorsOf(ghost, check('set', { ServiceID: 'nope' }), check('set', { CheckID: '' })),
      [
        [0, 'Missing node registration'],
        [1, 'Missing service registration'],
        [2, 'failed health check lookup: index error: object is missing a value for this index'],
      ],
    );
  });
});

describe('a body', () => {
  test('of too many operations, or of one too large, is refused with 413', async () => {
    const many = await txn(...Array.from({ length: 129 }, () => kv('get', 'x')));
    assert.deepEqual(
      [many.status, many.text],
      [413, 'Transaction contains too many operations (129 > 128)'],
    );
    const large = await txn(kv('set', 'x', { Value: base64('x'.repeat(600_000)) }));
    assert.equal(large.status, 413);
    assert.match(large.text, /^Request body\(\d+ bytes\) too large, max size: 524288 bytes\. See /);
  });
});
