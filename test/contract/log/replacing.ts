// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WithDriver } from './contract.ts';
import { changesAfter, commits, gone, put, rowsOf } from './driver.ts';

const MANY = 3_000;

/** Everything can be replaced at once, as when a snapshot is restored. */
export function promisesReplacing(withDriver: WithDriver): void {
  describe('replacing everything', () => {
    const keys = Array.from({ length: MANY }, (_, i) => `k${i}`);
    const replace = [
      ...keys.slice(0, MANY / 2).map((key) => gone(key)),
      ...keys.slice(MANY / 2).map((key) => put(key, { is: 'new' })),
      ...keys.map((key) => put(`n${key}`, { is: 'new' })),
    ];

    test(
      'is one change with one revision, which followers get whole',
      withDriver(async ({ open }) => {
        const log = await open();
        const start = await commits(
          log,
          keys.map((key) => put(key, { is: 'old' })),
        );
        const revision = await commits(log, replace);
        assert.equal(revision, start + 1);
        const [change] = await changesAfter(log, start, 1);
        assert.equal(change?.revision, revision);
        assert.deepEqual(change?.writes, replace);
        await log.close();
      }),
    );

    test(
      'is there as a whole when the store is opened again, and no revision goes back',
      withDriver(async ({ open }) => {
        const log = await open();
        await commits(
          log,
          keys.map((key) => put(key, { is: 'old' })),
        );
        const revision = await commits(log, replace);
        const rows = await rowsOf(log);
        assert.equal(Object.keys(rows).length, MANY * 1.5);
        assert.ok(Object.values(rows).every((row) => (row as { is: string }).is === 'new'));
        await log.close();
        const again = await open();
        assert.deepEqual(await rowsOf(again), rows);
        assert.ok((await commits(again, [put('later')])) > revision);
        await again.close();
      }),
    );

    test(
      'leaves what is leased as it is',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        await commits(log, [put('stream', { is: 'live' }, 'streams')], { lease });
        await commits(
          log,
          keys.map((key) => put(key, { is: 'old' })),
        );
        await commits(log, replace);
        assert.deepEqual(await rowsOf(log, 'streams'), { stream: { is: 'live' } });
        await lease.revoke();
        assert.deepEqual(await rowsOf(log, 'streams'), {});
        await log.close();
      }),
    );
  });
}
