// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EmbeddedLog, type Store } from './embedded.ts';
import type { Proposal } from './log.ts';
import { MemoryStore } from './memory/store.ts';

/** A store that fails from the moment it is told to. */
class FailingStore extends MemoryStore {
  failure: Error | undefined;
  persisted = 0;

  override persist(...args: Parameters<Store['persist']>): Promise<number> {
    this.persisted += 1;
    return this.failure === undefined ? super.persist(...args) : Promise.reject(this.failure);
  }
}

const write = (key: string): Proposal => {
  return { writes: [{ table: 't', key, value: { key } }], expectations: [], origin: '', timeMs: 0 };
};

describe('an embedded log', () => {
  test('whose store fails rejects what waits, ends its followers with the failure and refuses from then on', async () => {
    const store = new FailingStore();
    const log = await EmbeddedLog.open(store);
    const { revision } = await log.snapshot();
    await log.commit([write('a')]);
    const follower = log.follow(revision, new AbortController().signal);
    assert.equal((await follower.next()).value?.length, 1);
    const following = follower.next();
    const lease = log.grantLease(60_000);
    store.failure = new Error('disk full');
    const asked = [log.commit([write('b')]), log.commit([write('c')]), log.snapshot()];
    const outcomes = await Promise.allSettled([...asked, following]);
    for (const outcome of outcomes) {
      assert.deepEqual(outcome, { status: 'rejected', reason: store.failure });
    }
    store.failure = undefined;
    await assert.rejects(log.commit([write('d')]), /disk full/);
    await assert.rejects(lease.revoke(), /disk full/);
    await log.close();
  });

  test('that gave out revisions which may not be stored does not go on giving them out', async () => {
    const store = new FailingStore();
    const log = await EmbeddedLog.open(store);
    store.failure = new Error('disk full');
    await assert.rejects(log.commit([write('a')]));
    assert.equal(store.persisted, 1);
    await assert.rejects(log.commit([write('a')]));
    assert.equal(store.persisted, 1);
  });

  test('takes commits that wait together in one go', async () => {
    const store = new FailingStore();
    const log = await EmbeddedLog.open(store);
    await Promise.all(Array.from({ length: 100 }, (_, i) => log.commit([write(`k${i}`)])));
    assert.equal(store.persisted, 2, 'the first alone, then all that had come meanwhile');
  });

  test('does not go to the store for what is leased, but for a block of revisions', async () => {
    const store = new FailingStore();
    const log = await EmbeddedLog.open(store);
    const lease = log.grantLease(60_000);
    for (let i = 0; i < 100; i += 1) await log.commit([{ ...write(`k${i}`), lease }]);
    await lease.revoke();
    assert.equal(store.persisted, 1);
  });
});
