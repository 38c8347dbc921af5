// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RecentEvents } from '../../../agent/recent-events.ts';
import { eventIndex, type UserEvent } from '../../../model/event/user-event.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness();
  const web = { Name: 'web', ID: 'web-1', Tags: ['blue', 'v2'] };
  await server.put('/v1/agent/service/register', web);
});
after(() => server.close());

const fire = (name: string, body = '') => server.put(`/v1/event/fire/${name}`, body);
const list = (query = '') => server.get(`/v1/event/list${query}`);
const indexOf = (headers: Headers) => headers.get('x-consul-index') ?? '';
const namesOf = (events: readonly UserEvent[]) => events.map(({ Name }) => Name);

describe('an event', () => {
  test('is answered with an id of its own and heard here', async () => {
    const { json } = await fire('deploy', 'v42');
    const { ID, ...rest } = json;
    assert.match(ID, /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      Name: 'deploy',
      Payload: 'djQy',
      NodeFilter: '',
      ServiceFilter: '',
      TagFilter: '',
      Version: 1,
      LTime: 0,
    });
    const heard = await list('?name=deploy');
    assert.deepEqual(heard.json, [{ ...json, LTime: heard.json[0].LTime }]);
    assert.ok(heard.json[0].LTime > 0);
    assert.equal(indexOf(heard.headers), eventIndex(ID));
  });

  const meant: Record<string, boolean> = {
    'node=^node-': true,
    'node=^other-': false,
    'node=(?i)NODE': true,
    'service=^web$': true,
    'service=^web-1$': true,
    'service=api': false,
    'service=web%26tag=blue': false,
    'service=web&tag=^blu': true,
    'service=web&tag=green': false,
    'node=^other-&service=web': false,
  };
  for (const [filters, isHeard] of Object.entries(meant)) {
    test(`for ${filters} is ${isHeard ? 'heard' : 'passed over'} here`, async () => {
      const name = `to-${Object.keys(meant).indexOf(filters)}`;
      assert.equal((await fire(`${name}?${filters}`)).status, 200);
      assert.deepEqual(namesOf((await list(`?name=${name}`)).json), isHeard ? [name] : []);
    });
  }

  test('that asks to run something is not listed', async () => {
    assert.equal((await fire('_rexec')).status, 200);
    assert.deepEqual((await list('?name=_rexec')).json, []);
  });

  const refused: Record<string, [status: number, text: RegExp, body?: string]> = {
    '': [400, /^Missing name$/],
    'a?tag=x': [500, /^Cannot provide tag filter without service filter$/],
    'a?node=[': [500, /^Invalid node filter: error parsing regexp: missing closing \]: `\[`$/],
    'a?service=x&tag=(': [
      500,
      /^Invalid tag filter: error parsing regexp: missing closing \): `\(`$/,
    ],
    'a?dc=ghost': [500, /^No path to datacenter$/],
    large: [
      413,
      /^Event payload too large, received 301 bytes, max size: 300 bytes\. /,
      'x'.repeat(301),
    ],
    [`long-${'n'.repeat(210)}`]: [
      500,
      /^error broadcasting event: encoded user event exceeds .* after encoding$/,
    ],
    [`longer-${'n'.repeat(240)}`]: [
      500,
      /^error broadcasting event: user event exceeds .* before encoding$/,
    ],
  };
  for (const [target, [status, text, body]] of Object.entries(refused)) {
    test(`is refused with ${status} for ${target.slice(0, 24) || 'no name'}`, async () => {
      const answer = await fire(target, body);
      assert.equal(answer.status, status);
      assert.match(answer.text, text);
    });
  }
});

describe('the list', () => {
  test('waits while it is as known, and tells of the next event', async () => {
    await fire('first');
    const known = indexOf((await list()).headers);
    const waiting = list(`?index=${known}&wait=1m`);
    const { json } = await fire('second');
    const answer = await waiting;
    assert.equal(indexOf(answer.headers), eventIndex(json.ID));
    assert.equal(answer.json.at(-1).Name, 'second');
  });

  test('of one name is not answered for another', async () => {
    await fire('mine');
    const known = indexOf((await list('?name=mine')).headers);
    const waiting = list(`?name=mine&index=${known}&wait=1m`);
    await fire('theirs');
    await fire('mine');
    const names = namesOf((await waiting).json);
    assert.deepEqual(names, ['mine', 'mine']);
  });

  test('answers at once when another index is known, and after the wait when nothing happens', async () => {
    const { headers, json } = await list();
    assert.deepEqual((await list('?index=7&wait=1m')).json, json);
    assert.deepEqual((await list(`?index=${indexOf(headers)}&wait=10ms`)).json, json);
  });

  test('knows no consistency that a reader could contradict', async () => {
    assert.equal((await list('?stale&consistent')).status, 200);
  });

  test('of nothing has index 1', async () => {
    assert.equal(indexOf((await list('?name=never')).headers), '1');
  });

  test('keeps the newest 256', () => {
    const events = new RecentEvents(() => ({ node: 'n', services: [] }));
    for (let i = 0; i < 300; i += 1) {
      const filters = { NodeFilter: '', ServiceFilter: '', TagFilter: '' };
      events.hear({ ID: '', Name: `e${i}`, Payload: null, ...filters, Version: 1, LTime: 0 });
    }
    const names = namesOf(events.events);
    assert.deepEqual([names.length, names[0], names.at(-1)], [256, 'e44', 'e299']);
  });
});

test('the index of an id is both its halves, one laid over the other', () => {
  assert.equal(eventIndex('00000000-0000-0003-0000-000000000001'), '2');
  assert.equal(eventIndex('ffffffff-ffff-ffff-0000-000000000000'), '18446744073709551615');
});
