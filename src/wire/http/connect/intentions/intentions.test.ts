// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../../test/http-harness.ts';
import { configEndpoints } from '../../config/endpoints.ts';
import { intentionEndpoints } from './endpoints.ts';

const BASE = '/v1/connect/intentions';
let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({ endpoints: [...intentionEndpoints, ...configEndpoints] });
});
after(() => server.close());

const get = (target: string) => server.get(BASE + target);
const put = (target: string, body: unknown) => server.put(BASE + target, body);
const exact = (source: string, destination: string) =>
  `/exact?source=${source}&destination=${destination}`;
const pairs = (found: readonly { SourceName: string; DestinationName: string }[]) =>
  found.map(({ SourceName, DestinationName }) => `${SourceName}>${DestinationName}`);

describe('an intention by its two ends', () => {
  test('is a source in the entry of its destination, and goes with the entry', async () => {
    assert.equal((await put(exact('web', 'db'), { Action: 'allow' })).json, true);
    await put(exact('*', 'db'), { Action: 'deny', Description: 'the rest' });
    const entry = (await server.get('/v1/config/service-intentions/db')).json;
    assert.deepEqual(
      entry.Sources.map(({ Name, Action }: { Name: string; Action: string }) => [Name, Action]),
      [
        ['web', 'allow'],
        ['*', 'deny'],
      ],
    );
    const { json } = await get(exact('web', 'db'));
    assert.deepEqual([json.Action, json.Precedence, json.SourceType], ['allow', 9, 'consul']);
    assert.equal((await server.send('DELETE', BASE + exact('web', 'db'))).json, true);
    assert.equal((await server.send('DELETE', BASE + exact('*', 'db'))).json, true);
    assert.equal((await get(exact('web', 'db'))).status, 404);
    assert.equal((await server.get('/v1/config/service-intentions/db')).status, 404);
  });

  test('may come from a peer', async () => {
    await put(exact('peer:west/web', 'pay'), { Action: 'allow' });
    const { json } = await get(exact('peer:west/web', 'pay'));
    assert.deepEqual([json.SourceName, json.SourcePeer], ['web', 'west']);
    assert.equal((await get(exact('web', 'pay'))).status, 404);
    await server.send('DELETE', BASE + exact('peer:west/web', 'pay'));
  });

  test('that is written again as it is does not move', async () => {
    await put(exact('web', 'still'), { Action: 'deny' });
    const { at } = server.core.state;
    await put(exact('web', 'still'), { Action: 'deny' });
    assert.equal(server.core.state.at, at);
    await server.send('DELETE', BASE + exact('web', 'still'));
  });
});

test('an intention with an id has a hash of 32 bytes in base64, which its update changes', async () => {
  const body = { SourceName: 'web', DestinationName: 'hashed', Action: 'allow' };
  const { ID } = (await server.send('POST', BASE, body)).json;
  const first = (await get(`/${ID}`)).json.Hash;
  assert.equal(Buffer.from(first, 'base64').length, 32);
  assert.equal(Buffer.from(first, 'base64').toString('base64'), first);
  await put(`/${ID}`, { ...body, Action: 'deny' });
  assert.notEqual((await get(`/${ID}`)).json.Hash, first);
  await server.send('DELETE', `${BASE}/${ID}`);
});

describe('intentions', () => {
  before(async () => {
    await put(exact('web', 'db'), { Action: 'allow' });
    await put(exact('*', 'db'), { Action: 'deny' });
    await put(exact('web', '*'), { Action: 'allow' });
    await put(exact('*', '*'), { Action: 'deny' });
  });

  test('are listed in the order in which they are asked, or some of them', async () => {
    assert.deepEqual(pairs((await get('')).json), ['web>db', '*>db', 'web>*', '*>*']);
    const { json } = await get('?filter=Action==deny');
    assert.deepEqual(pairs(json), ['*>db', '*>*']);
    // Filters don't know them, as in Consul.
    const refused = await get('?filter=Permissions+is+empty');
    assert.match(refused.text, /Selector "Permissions" is not valid$/);
  });

  test('match by either end', async () => {
    const { json } = await get('/match?by=destination&name=db&name=other');
    assert.deepEqual(pairs(json.db), ['web>db', '*>db', 'web>*', '*>*']);
    assert.deepEqual(pairs(json.other), ['web>*', '*>*']);
    const bySource = (await get('/match?by=source&name=api')).json;
    assert.deepEqual(pairs(bySource.api), ['*>db', '*>*']);
  });

  const checks: readonly (readonly [source: string, destination: string, isAllowed: boolean])[] = [
    ['web', 'db', true],
    ['api', 'db', false],
    ['web', 'other', true],
    ['api', 'other', false],
  ];
  for (const [source, destination, isAllowed] of checks) {
    test(`${isAllowed ? 'let' : "don't let"} ${source} connect to ${destination}`, async () => {
      const { json } = await get(`/check?source=${source}&destination=${destination}`);
      assert.deepEqual(json, { Allowed: isAllowed });
    });
  }

  test('are waited for', async () => {
    const { index } = await get('/match?by=destination&name=late');
    const waiting = get(`/match?by=destination&name=late&index=${index}&wait=10s`);
    await put(exact('web', 'early'), { Action: 'allow' });
    await put(exact('web', 'late'), { Action: 'allow' });
    assert.deepEqual(pairs((await waiting).json.late), ['web>late', 'web>*', '*>*']);
  });
});

describe('an intention with an id of its own', () => {
  const body = { SourceName: 'old', DestinationName: 'legacy', Action: 'allow', Meta: { a: 'b' } };

  test('is made, read, changed and removed by it', async () => {
    const { ID } = (await server.send('POST', BASE, body)).json;
    const made = (await get(`/${ID}`)).json;
    assert.deepEqual([made.ID, made.Action, made.Meta], [ID, 'allow', { a: 'b' }]);
    const changed = { ...body, Action: 'deny', Meta: {} };
    assert.deepEqual((await put(`/${ID}`, changed)).json, { ID });
    const now = (await get(exact('old', 'legacy'))).json;
    assert.deepEqual([now.ID, now.Action, now.Meta], [ID, 'deny', undefined]);
    assert.equal(now.CreatedAt, made.CreatedAt);
    const twice = await server.send('POST', BASE, body);
    assert.equal(twice.text, 'Sources[1] defines "old" more than once');
    assert.equal((await server.send('DELETE', `${BASE}/${ID}`)).json, true);
    const gone = await server.send('DELETE', `${BASE}/${ID}`);
    assert.equal(gone.text, `Cannot delete non-existent intention: '${ID}'`);
  });
});
