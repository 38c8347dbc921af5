// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CompactedError, type Log } from '../../../src/log/log.ts';
import type { WithDriver } from './contract.ts';
import { changesAfter, commits, gone, proposal, put } from './driver.ts';

const KEPT_FEW = { changes: 8, bytes: 1_000_000 };

async function fill(log: Log, count: number): Promise<number> {
  let last = 0;
  for (let i = 0; i < count; i += 1) last = await commits(log, [put(`k${i}`, { i })]);
  return last;
}

/** Ordered, reliable, resumable, bookmarkable, and clear about what is no longer kept. */
export function promisesFollowers(withDriver: WithDriver): void {
  describe('followers', () => {
    test(
      'ordered and reliable: every change once, in order, without a gap',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision: start } = await log.snapshot();
        const following = changesAfter(log, start, 250);
        const writers = Array.from({ length: 5 }, async (_, w) => {
          for (let i = 0; i < 50; i += 1) await commits(log, [put(`w${w}`, { i })]);
        });
        await Promise.all(writers);
        const changes = await following;
        assert.deepEqual(
          changes.map((change) => change.revision),
          Array.from({ length: 250 }, (_, i) => start + 1 + i),
        );
        for (let w = 0; w < 5; w += 1) {
          const seen = changes.flatMap(({ writes }) => writes).filter(({ key }) => key === `w${w}`);
          assert.deepEqual(
            seen.map(({ value }) => (value as { i: number }).i),
            Array.from({ length: 50 }, (_, i) => i),
          );
        }
        await log.close();
      }),
    );

    test(
      'atomic: a change arrives whole, with who asked and when',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision: start } = await log.snapshot();
        const writes = [put('a'), gone('b'), put('c', { deep: [1, { two: 2 }] }, 'others')];
        await log.commit([{ writes, expectations: [], origin: 'peer:east', timeMs: 12_345 }]);
        const [change] = await changesAfter(log, start, 1);
        assert.deepEqual(change, {
          revision: start + 1,
          origin: 'peer:east',
          timeMs: 12_345,
          writes,
        });
        await log.close();
      }),
    );

    test(
      'resumable: from any revision that is kept, the rest follows',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision: start } = await log.snapshot();
        await log.commit(Array.from({ length: 10 }, (_, i) => proposal([put(`k${i}`)])));
        await fill(log, 10);
        for (let from = start; from < start + 20; from += 1) {
          const changes = await changesAfter(log, from, start + 20 - from);
          assert.deepEqual(
            changes.map((change) => change.revision),
            Array.from({ length: start + 20 - from }, (_, i) => from + 1 + i),
          );
        }
        await log.close();
      }),
    );

    test(
      'bookmarkable: what a commit answered is what followers and snapshots see',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision: start } = await log.snapshot();
        const revision = await commits(log, [put('a', { n: 1 })]);
        const [change] = await changesAfter(log, revision - 1, 1);
        assert.equal(change?.revision, revision);
        const snapshot = await log.snapshot();
        assert.ok(snapshot.revision >= revision && revision > start);
        const [row] = snapshot.rows;
        assert.deepEqual([row?.createRevision, row?.modifyRevision], [revision, revision]);
        await log.close();
      }),
    );

    test(
      'a follower that is behind what is kept is told so, and can go on from a snapshot',
      withDriver(async ({ open }) => {
        const log = await open(KEPT_FEW);
        const { revision: start } = await log.snapshot();
        const last = await fill(log, 30);
        await assert.rejects(changesAfter(log, start, 1), CompactedError);
        assert.equal((await changesAfter(log, last - 3, 3)).length, 3);
        const { revision } = await log.snapshot();
        const next = changesAfter(log, revision, 1);
        const newest = await commits(log, [put('new')]);
        assert.equal((await next)[0]?.revision, newest);
        await log.close();
      }),
    );

    test(
      'a follower that falls behind while it works is told so, never skipped ahead',
      withDriver(async ({ open }) => {
        const log = await open(KEPT_FEW);
        const { revision: start } = await log.snapshot();
        const follower = log.follow(start, new AbortController().signal)[Symbol.asyncIterator]();
        await commits(log, [put('first')]);
        await follower.next();
        await fill(log, 30);
        await assert.rejects(follower.next(), CompactedError);
        await log.close();
      }),
    );

    test(
      'what is kept is bounded in bytes too',
      withDriver(async ({ open }) => {
        const log = await open({ changes: 1_000, bytes: 4_000 });
        const { revision: start } = await log.snapshot();
        for (let i = 0; i < 10; i += 1) await commits(log, [put('k', { big: 'x'.repeat(1_000) })]);
        await assert.rejects(changesAfter(log, start, 1), CompactedError);
        await log.close();
      }),
    );

    test(
      'a follower ends when it is aborted and when the log is closed',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision } = await log.snapshot();
        const controller = new AbortController();
        const drain = async (signal: AbortSignal) => {
          for await (const changes of log.follow(revision, signal)) assert.ok(changes.length > 0);
          return 'ended';
        };
        const aborted = drain(controller.signal);
        const closed = drain(new AbortController().signal);
        controller.abort();
        assert.equal(await aborted, 'ended');
        assert.equal(await drain(controller.signal), 'ended');
        await log.close();
        assert.equal(await closed, 'ended');
      }),
    );
  });
}
