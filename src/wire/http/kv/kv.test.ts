// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createSession } from '../../../commands/create-session.ts';
import { endLockDelay } from '../../../commands/end-lock-delay.ts';
import { registerCatalog } from '../../../commands/register-catalog.ts';
import type { Session } from '../../../model/session/session.ts';
import { lockDelays } from '../../../state/tables/lock-delays.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { destroySession } from '../../../commands/destroy-session.ts';
import { kvEndpoints } from './endpoints.ts';
import { LargeBodies } from './large-bodies.ts';

const NODE = 'desk';
let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({ endpoints: kvEndpoints });
  const request = { Node: NODE, Address: '10.0.0.1' };
  await server.issue(registerCatalog, { request, datacenter: 'dc1' });
});
after(() => server.close());

const put = (target: string, body = '') => server.put(`/v1/kv/${target}`, body);
const get = (target: string) => server.get(`/v1/kv/${target}`);
const del = (target: string) => server.send('DELETE', `/v1/kv/${target}`);

async function session(id: string, changes: Partial<Session> = {}): Promise<string> {
  await server.issue(createSession, {
    ID: id,
    Name: '',
    Node: NODE,
    LockDelay: 0,
    Behavior: 'release',
    TTL: '',
    NodeChecks: [],
    ServiceChecks: null,
    ...changes,
  });
  return id;
}

describe('a key', () => {
  test('keeps bytes, flags of 64 bits and when it was made and changed', async () => {
    assert.equal((await put('tea/black?flags=18446744073709551615', 'hot')).json, true);
    const { text, index } = await get('tea/black');
    assert.match(text, /"Flags":18446744073709551615,"Value":"aG90","CreateIndex":(\d+),/);
    assert.equal(JSON.parse(text)[0].ModifyIndex, index);
    assert.equal((await put('tea/black', 'cold')).json, true);
    const [entry] = (await get('tea/black')).json;
    assert.deepEqual([entry.Flags, entry.CreateIndex], [0, index]);
  });

  test('that is written again as it is does not move', async () => {
    await put('still', 'x');
    const { index } = await get('still');
    await put('still', 'x');
    assert.equal((await get('still')).index, index);
  });

  test('without a value shows null, and raw no bytes at all', async () => {
    await put('nothing');
    assert.equal((await get('nothing')).json[0].Value, null);
    const { headers, text } = await get('nothing?raw');
    assert.equal(text, '');
    assert.equal(headers.get('content-security-policy'), 'sandbox');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  test('is told apart by the case of its letters, and may hold anything', async () => {
    const names = ['Case', 'case', '%E2%98%83', 'a%20b', 'q%3Fx', '50%25', 'x%2F%2Fy', '%FF'];
    for (const name of names) await put(`odd/${name}`, name);
    for (const name of names) assert.equal((await get(`odd/${name}?raw`)).text, name);
    const { json } = await get('odd/?keys');
    assert.deepEqual(json, [
      'odd/50%',
      'odd/Case',
      'odd/a b',
      'odd/case',
      'odd/q?x',
      'odd/x/y',
      'odd/☃',
      'odd/\ufffd',
    ]);
  });

  test('that is not there is a 404 with an index to wait from', async () => {
    const { status, text, index } = await get('absent');
    assert.deepEqual([status, text], [404, '']);
    assert.ok(index > 0);
  });

  test('is waited for, whatever else is written', async () => {
    const { index } = await get('late/one');
    const waiting = get(`late/one?index=${index}&wait=10s`);
    await put('late/two', '2');
    await put('late/one', '1');
    assert.equal((await waiting).json[0].Value, 'MQ==');
  });
});

describe('a prefix', () => {
  before(async () => {
    for (const key of ['p/1', 'p/10', 'p/2', 'p/sub/a', 'p/sub/b', 'pq']) await put(key, key);
  });
  const cases: Record<string, readonly string[]> = {
    'p/?keys': ['p/1', 'p/10', 'p/2', 'p/sub/a', 'p/sub/b'],
    'p?keys': ['p/1', 'p/10', 'p/2', 'p/sub/a', 'p/sub/b', 'pq'],
    'p/1?keys': ['p/1', 'p/10'],
    'p/?keys&separator=/': ['p/1', 'p/10', 'p/2', 'p/sub/'],
    'p/sub?keys&separator=/': ['p/sub/'],
    'p/?keys&separator=0': ['p/1', 'p/10', 'p/2', 'p/sub/a', 'p/sub/b'],
  };
  for (const [target, expected] of Object.entries(cases)) {
    test(`${target} names ${expected.length}`, async () => {
      assert.deepEqual((await get(target)).json, expected);
    });
  }

  test('is read with all its values, and serialised once for all its readers', async () => {
    const { json } = await get('p/1?recurse');
    assert.deepEqual(
      json.map(({ Value }: { Value: string }) => Buffer.from(Value, 'base64').toString()),
      ['p/1', 'p/10'],
    );
  });

  test('wakes its readers when a key below goes, and not for its neighbours', async () => {
    const { index } = await get('p/sub/?recurse');
    const waiting = get(`p/sub/?recurse&index=${index}&wait=10s`);
    await put('p/3', '3');
    await del('p/sub/a');
    const { json, index: then } = await waiting;
    assert.deepEqual([json.length, then > index], [1, true]);
  });

  test('is deleted as a whole, but not the rest', async () => {
    assert.equal((await del('p/?recurse')).json, true);
    assert.deepEqual((await get('p?keys')).json, ['pq']);
    assert.equal((await get('p/?recurse')).status, 404);
  });
});

describe('check-and-set', () => {
  test('creates once, changes only what was seen, deletes only what was seen', async () => {
    const answers = [await put('cas?cas=0', '1'), await put('cas?cas=0', '2')];
    const { index } = await get('cas');
    answers.push(await put(`cas?cas=${index + 1}`, '3'), await put(`cas?cas=${index}`, '4'));
    answers.push(await del(`cas?cas=${index}`), await del('cas?cas=0'));
    const { index: now } = await get('cas');
    answers.push(await del(`cas?cas=${now}`), await del('cas?cas=7'));
    assert.deepEqual(
      answers.map(({ json }) => json),
      [true, false, false, true, false, false, true, true],
    );
  });
});

describe('a lock', () => {
  test('has one holder, counts how often it was taken, and outlives a plain write', async () => {
    const one = await session('11111111-0000-4000-8000-000000000001');
    const two = await session('11111111-0000-4000-8000-000000000002');
    const answers = [
      await put(`lock?acquire=${one}`, 'a'),
      await put(`lock?acquire=${one}`, 'b'),
      await put(`lock?acquire=${two}`, 'c'),
      await put(`lock?release=${two}`, 'd'),
      await put('lock', 'e'),
    ];
    const [{ Session: holder, Value, LockIndex }] = (await get('lock')).json;
    assert.deepEqual([holder, Value, LockIndex], [one, 'ZQ==', 0]);
    answers.push(await put(`lock?release=${one}`, 'f'), await put(`lock?acquire=${two}`, 'g'));
    assert.deepEqual(
      answers.map(({ json }) => json),
      [true, true, false, false, true, true, true],
    );
    assert.equal((await get('lock')).json[0].LockIndex, 1);
  });

  test('whose session ends is released, and held back for a while', async () => {
    const lost = await session('22222222-0000-4000-8000-000000000001', { LockDelay: 3e9 });
    const next = await session('22222222-0000-4000-8000-000000000002');
    await put(`held?acquire=${lost}`, 'x');
    await server.issue(destroySession, lost);
    assert.equal((await get('held')).json[0].Session, undefined);
    assert.equal((await put(`held?acquire=${next}`)).json, false);
    const [row] = server.core.state.reader().all(lockDelays);
    assert.equal(row?.value.delayMs, 3_000);
    await server.issue(endLockDelay, row.value);
    assert.equal((await put(`held?acquire=${next}`)).json, true);
  });

  test('goes with its session when that says so', async () => {
    const id = await session('33333333-0000-4000-8000-000000000001', { Behavior: 'delete' });
    await put(`gone?acquire=${id}`, 'x');
    await server.issue(destroySession, id);
    assert.equal((await get('gone')).status, 404);
  });
});

describe('is refused, and nothing is stored:', () => {
  const cases: readonly (readonly [
    method: string,
    target: string,
    status: number,
    text: string,
  ])[] = [
    ['PUT', '', 400, 'Missing key name'],
    ['GET', '', 400, 'Missing key name'],
    ['DELETE', '', 400, 'Missing key name'],
    ['PUT', 'x?flags=-1', 500, 'strconv.ParseUint: parsing "-1": invalid syntax'],
    ['PUT', 'x?flags=', 500, 'strconv.ParseUint: parsing "": invalid syntax'],
    [
      'PUT',
      'x?flags=18446744073709551616',
      500,
      'strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    ['PUT', 'x?cas=abc', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
    ['DELETE', 'x?cas=abc', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
    ['PUT', 'x?cas=1&acquire=a', 400, 'Conflicting flags: acquire=a&cas=1\n'],
    ['DELETE', 'x?recurse&cas=1', 400, 'Conflicting flags: cas=1&recurse=\n'],
    ['PUT', 'x?acquire=', 500, 'raft apply failed: missing session'],
    ['PUT', 'x?release=', 500, 'raft apply failed: missing session'],
    ['PUT', 'x?acquire=nobody', 500, 'raft apply failed: invalid session "nobody"'],
    ['PUT', 'x?dc=atlantis', 500, 'No path to datacenter'],
    ['PUT', '%20x', 500, 'invalid key name, leading/trailing spaces are not allowed'],
    ['GET', 'x%20', 500, 'invalid key name, leading/trailing spaces are not allowed'],
    ['PUT', '..%2F..%2Fx', 500, 'invalid key name, path traversal is not allowed'],
    ['PUT', 'a%252E%252E', 500, 'invalid key name, path traversal is not allowed'],
    ['PUT', 'x?flags=%00', 500, 'strconv.ParseUint: parsing "\\x00": invalid syntax'],
    ['PUT', 'x?index=abc', 400, 'Invalid index'],
    ['DELETE', 'x?wait=abc', 400, 'Invalid wait time'],
    ['DELETE', '?index=abc', 400, 'Invalid index'],
    ['PUT', 'x?max_stale=abc', 400, 'Invalid max_stale value "abc"'],
    [
      'PUT',
      'x?cached&consistent',
      400,
      'Cannot specify ?cached with ?consistent, conflicting semantics.',
    ],
    ['PUT', '%20x?ns=y', 500, 'invalid key name, leading/trailing spaces are not allowed'],
    ['GET', '?ns=x', 400, 'Missing key name'],
    ['GET', '?index=abc', 400, 'Invalid index'],
    ['GET', 'x?index=abc', 400, 'Invalid index'],
    ['GET', 'x?wait=xyz', 400, 'Invalid wait time'],
    [
      'GET',
      'x?stale&consistent',
      400,
      'Cannot specify ?stale with ?consistent, conflicting semantics.',
    ],
  ];
  for (const [method, target, status, text] of cases) {
    test(`${method} /v1/kv/${target}`, async () => {
      const { at } = server.core.state;
      const body = method === 'PUT' ? 'x' : undefined;
      const answer = await server.send(method, `/v1/kv/${target}`, body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.equal(server.core.state.at, at);
    });
  }

  test('a value that is too large', async () => {
    const { status, text } = await put('large', 'x'.repeat(524_289));
    assert.equal(status, 413);
    assert.match(text, /^Request body\(524289 bytes\) too large, max size: 524288 bytes\. See /);
    assert.equal((await get('large')).status, 404);
  });
});

describe('names of keys', () => {
  test('are listed in the order of their bytes', async () => {
    for (const name of ['\u{1F600}', '\uFFFD', 'é', 'z'])
      await put(`order/${encodeURIComponent(name)}`, 'x');
    const names = ['order/z', 'order/é', 'order/\uFFFD', 'order/\u{1F600}'];
    assert.deepEqual((await get('order/?keys')).json, names);
  });

  for (const [path, name] of Object.entries({
    '%2Frooted%2F': '/rooted/',
    '%2Frooted%2F..%2F..%2Fx': '/x',
    'up%2F..%2F.%2Fdown': 'down',
    '%2E%2F': './',
    '%2F': '/',
  })) {
    test(`are cleaned as paths: ${path} is ${name}`, async () => {
      assert.equal((await put(path, 'x')).json, true);
      assert.deepEqual((await get(path)).json?.[0].Key, name);
    });
  }

  test('of nothing at all are an empty list', async () => {
    await del('?recurse');
    const { status, json } = await get('?keys');
    assert.deepEqual([status, json], [200, []]);
  });

  test('can be cut by the separator in its older spelling', async () => {
    await put('cut/a/b', 'x');
    assert.deepEqual((await get('cut/?keys&seperator=/')).json, ['cut/a/']);
  });
});

describe('large bodies', () => {
  test('are shown as small ones are, whatever is asked', async () => {
    await put('huge/1', 'x'.repeat(40_000));
    await put('huge/2?flags=18446744073709551615', 'y');
    const plain = await get('huge/?recurse');
    assert.equal(plain.headers.get('content-type'), 'application/json');
    assert.deepEqual(plain.json, (await get('huge/?recurse&pretty')).json);
    assert.match(plain.text, /"Flags":18446744073709551615,/);
    assert.equal((await get('huge/1?raw')).text.length, 40_000);
    await put('huge/2', 'z');
    assert.equal((await get('huge/?recurse')).json[1].Value, 'eg==');
  });

  test('are kept up to a sum of bytes, those used last', () => {
    const bodies = new LargeBodies(100);
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => [letter.repeat(40)]) as [
      object,
      object,
      object,
    ];
    const first = bodies.of(a);
    const second = bodies.of(b);
    assert.equal(bodies.of(a), first);
    bodies.of(c);
    assert.equal(bodies.bytes, 88);
    assert.equal(bodies.of(a), first);
    assert.notEqual(bodies.of(b), second);
    bodies.of(['d'.repeat(1_000)]);
    assert.equal(bodies.bytes, 0);
  });
});
