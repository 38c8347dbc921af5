// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { GUARDS, LEASES } from '../../../src/log/log.ts';
import type { WithDriver } from './contract.ts';
import { changesAfter, commit, commits, expected, gone, proposal, put, rowsOf } from './driver.ts';

/** Facts that end with their holder. */
export function promisesLeases(withDriver: WithDriver): void {
  describe('leases', () => {
    test(
      'revoking one deletes its rows in one change that followers see',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        await commits(log, [put('a'), put('b')], { lease });
        const last = await commits(log, [put('c')]);
        assert.equal(lease.hasEnded, false);
        await lease.revoke();
        assert.equal(lease.hasEnded, true);
        const [end] = await changesAfter(log, last, 1);
        assert.deepEqual(end?.writes.toSorted(byKey), [gone('a'), gone('b')]);
        assert.deepEqual(Object.keys(await rowsOf(log)), ['c']);
        await log.close();
      }),
    );

    test(
      'one that is not kept alive ends after its time, one that is kept alive does not',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision: start } = await log.snapshot();
        mock.timers.enable({ apis: ['setTimeout'] });
        try {
          const [dying, living] = [log.grantLease(1_000), log.grantLease(1_000)];
          await commits(log, [put('dies')], { lease: dying });
          await commits(log, [put('lives')], { lease: living });
          mock.timers.tick(900);
          living.keepAlive();
          mock.timers.tick(900);
          const changes = await changesAfter(log, start, 3);
          assert.deepEqual(changes[2]?.writes, [gone('dies')]);
          assert.deepEqual([dying.hasEnded, living.hasEnded], [true, false]);
          assert.deepEqual(Object.keys(await rowsOf(log)), ['lives']);
          dying.keepAlive();
          assert.equal(dying.hasEnded, true, 'an ended lease does not come back');
        } finally {
          mock.timers.reset();
        }
        await log.close();
      }),
    );

    test(
      'nothing can be bound to an ended one',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        await lease.revoke();
        const result = await commit(log, [put('a')], { lease });
        assert.ok(!result.ok);
        assert.deepEqual(result.conflict, expected(lease.id, 0, LEASES));
        assert.deepEqual(await rowsOf(log), {});
        await log.close();
      }),
    );

    test(
      'what was asked for before the end is bound, and ends with it',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        // The first keeps the store busy, so that the others wait in line together.
        const asked = [commits(log, [put('x')]), commits(log, [put('a')], { lease })];
        const ended = lease.revoke();
        await Promise.all([...asked, ended]);
        assert.deepEqual(Object.keys(await rowsOf(log)), ['x']);
        await log.close();
      }),
    );

    const laterOwners = ['a durable write', 'a write of another lease'];
    for (const owner of laterOwners) {
      test(
        `${owner} takes a row over: it survives the first lease's end`,
        withDriver(async ({ open }) => {
          const log = await open();
          const first = log.grantLease(60_000);
          const later = owner === 'a durable write' ? {} : { lease: log.grantLease(60_000) };
          await commits(log, [put('a', { by: 'first' }), put('b')], { lease: first });
          await commits(log, [put('a', { by: 'later' })], later);
          await first.revoke();
          assert.deepEqual(await rowsOf(log), { a: { by: 'later' } });
          await log.close();
        }),
      );

      test(
        `${owner} that waits in line before the end takes the row over`,
        withDriver(async ({ open }) => {
          const log = await open();
          const first = log.grantLease(60_000);
          const later = owner === 'a durable write' ? {} : { lease: log.grantLease(60_000) };
          await commits(log, [put('a', { by: 'first' })], { lease: first });
          const asked = [
            commits(log, [put('x')]),
            commits(log, [put('a', { by: 'later' })], later),
          ];
          await Promise.all([...asked, first.revoke()]);
          assert.deepEqual((await rowsOf(log))['a'], { by: 'later' });
          await log.close();
        }),
      );
    }

    test(
      'leased rows are not durable: a reopened store has none of them, and no row that they covered',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        await commits(log, [put('durable'), put('covered', { old: true })]);
        await log.commit([
          proposal([put('leased')], { lease }),
          proposal([put('covered', { old: false })], { lease }),
          proposal([put('brief')]),
          proposal([put('brief')], { lease }),
        ]);
        assert.deepEqual(await rowsOf(log), {
          durable: { key: 'durable' },
          leased: { key: 'leased' },
          covered: { old: false },
          brief: { key: 'brief' },
        });
        await log.close();
        const reopened = await open();
        assert.deepEqual(Object.keys(await rowsOf(reopened)), ['durable']);
        await reopened.close();
      }),
    );

    test(
      'a durable write on a leased row makes it durable, with the revision that it was made at',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        const made = await commits(log, [put('a', { n: 1 })], { lease });
        const changed = await commits(log, [put('a', { n: 2 })]);
        await log.close();
        const reopened = await open();
        const [row] = (await reopened.snapshot()).rows;
        assert.deepEqual(
          [row?.value, row?.createRevision, row?.modifyRevision],
          [{ n: 2 }, made, changed],
        );
        await reopened.close();
      }),
    );

    test(
      'leased rows can be expected like any other, until they end',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        const revision = await commits(log, [put('a')], { lease });
        const expectations = [expected('a', revision)];
        assert.ok((await commit(log, [put('b')], { expectations })).ok);
        await lease.revoke();
        assert.ok(!(await commit(log, [put('b')], { expectations })).ok);
        await log.close();
      }),
    );

    test(
      'a guard is never leased: it outlives the lease and the process',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        await commits(log, [put('a'), put('range', {}, GUARDS)], { lease });
        await lease.revoke();
        assert.deepEqual(Object.keys(await rowsOf(log, GUARDS)), ['range']);
        await log.close();
        const reopened = await open();
        assert.deepEqual(Object.keys(await rowsOf(reopened, GUARDS)), ['range']);
        await reopened.close();
      }),
    );

    test(
      'revoking an empty one, or twice, is no change',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision } = await log.snapshot();
        const lease = log.grantLease(60_000);
        await Promise.all([lease.revoke(), lease.revoke()]);
        await log.grantLease(60_000).revoke();
        assert.equal((await log.snapshot()).revision, revision);
        await log.close();
        await lease.revoke();
      }),
    );
  });
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}
