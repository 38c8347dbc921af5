// SPDX-License-Identifier: Apache-2.0
// Sessions that run out and locks that are held back, with a clock that the tests are.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/fake-clock.ts';
import { type HttpHarness, openHttpHarness } from '../../test/http-harness.ts';
import { createSession } from '../commands/create-session.ts';
import { destroySession } from '../commands/destroy-session.ts';
import { putKey } from '../commands/put-key.ts';
import { registerCatalog } from '../commands/register-catalog.ts';
import { silentLogger } from '../model/logger.ts';
import type { View } from '../views/engine/view.ts';
import { heldBackLocks } from '../views/kv/lock-delays.ts';
import { sessionLifetimes } from '../views/session/lifetimes.ts';
import { endLockDelays } from './end-lock-delays.ts';
import { ExpireSessions } from './expire-sessions.ts';

let server: HttpHarness;
let clock: FakeClock;
before(async () => {
  server = await openHttpHarness({ endpoints: [] });
  const request = { Node: 'desk', Address: '10.0.0.1' };
  await server.issue(registerCatalog, { request, datacenter: 'dc1' });
});
beforeEach(() => {
  clock = new FakeClock();
});
after(() => server.close());

const ports = () => {
  return { views: server.core.views, issue: server.issue, clock, logger: silentLogger };
};

async function begin(ID: string, TTL: string, LockDelay = 0): Promise<void> {
  await server.issue(createSession, {
    ID,
    Name: '',
    Node: 'desk',
    LockDelay,
    Behavior: 'release',
    TTL,
    NodeChecks: null,
    ServiceChecks: null,
  });
}

/** Lets time pass until the view says so. */
async function passUntil<V>(view: View<null, V>, isSo: (value: V) => boolean): Promise<number> {
  const startMs = clock.now();
  for (let turns = 0; turns < 1_000; turns += 1) {
    if (isSo(server.core.views.get(view, null).value)) return clock.now() - startMs;
    await clock.advance(clock.nextMs ?? 0);
  }
  throw new Error('it did not come to it');
}

describe('a session that runs out', () => {
  test('ends after twice its time, unless it is renewed', async () => {
    const stop = new AbortController();
    const expiry = new ExpireSessions(ports());
    const running = expiry.run(stop.signal);
    await begin('short', '10s');
    await begin('long', '30s');
    await begin('endless', '');
    while (clock.nextMs !== 20_000) await clock.advance(0);
    await clock.advance(15_000);
    expiry.renew('short');
    expiry.renew('endless');
    expiry.renew('gone');
    const passedMs = await passUntil(sessionLifetimes, (lifetimes) => !lifetimes.has('short'));
    assert.equal(passedMs, 20_000);
    assert.equal(await passUntil(sessionLifetimes, ({ size }) => size === 0), 25_000);
    stop.abort();
    await running;
    assert.equal(clock.nextMs, undefined);
  });

  test('has its whole time again after a start', async () => {
    await begin('old', '10s');
    const stop = new AbortController();
    const running = new ExpireSessions(ports()).run(stop.signal);
    while (clock.nextMs === undefined) await clock.advance(0);
    assert.equal(await passUntil(sessionLifetimes, ({ size }) => size === 0), 20_000);
    stop.abort();
    await running;
  });
});

test('a lock that was lost is held back for its time, and no longer than a minute', async () => {
  const stop = new AbortController();
  const running = endLockDelays(ports(), stop.signal);
  const delays = { brief: 3e9, endless: 1e15 };
  for (const [id, delay] of Object.entries(delays)) {
    await begin(id, '', delay);
    const entry = { Key: id, Value: '', Flags: 0 };
    await server.issue(putKey, { entry, condition: { is: 'acquire', session: id } });
    await server.issue(destroySession, id);
  }
  while (clock.nextMs !== 3_000) await clock.advance(0);
  assert.equal(await passUntil(heldBackLocks, ({ length }) => length === 1), 3_000);
  assert.equal(await passUntil(heldBackLocks, ({ length }) => length === 0), 57_000);
  stop.abort();
  await running;
});
