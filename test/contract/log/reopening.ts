// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WithDriver } from './contract.ts';
import { commits, gone, put, rowsOf } from './driver.ts';

/** A store that is opened again holds what was durable, and its index never goes backwards. */
export function promisesReopening(withDriver: WithDriver): void {
  describe('opened again', () => {
    test(
      'it holds every durable row as it was, deletions included',
      withDriver(async ({ open }) => {
        const log = await open();
        await commits(log, [put('a', { n: 1 }), put('b'), put('c', { list: [1, 'two', null] })]);
        await commits(log, [put('a', { n: 2 }), gone('b')]);
        const before = (await log.snapshot()).rows;
        await log.close();
        const reopened = await open();
        const after = (await reopened.snapshot()).rows;
        assert.deepEqual(after.toSorted(byKey), before.toSorted(byKey));
        assert.deepEqual(await rowsOf(reopened), { a: { n: 2 }, c: { list: [1, 'two', null] } });
        await reopened.close();
      }),
    );

    test(
      'its snapshot is at least at every revision that was ever given out, volatile ones included',
      withDriver(async ({ open }) => {
        let highest = 0;
        for (let round = 0; round < 4; round += 1) {
          const log = await open();
          const { revision } = await log.snapshot();
          assert.ok(revision >= highest, `${revision} is below ${highest}`);
          const lease = log.grantLease(60_000);
          const count = round * 40;
          for (let i = 0; i < count; i += 1) {
            highest = await commits(log, [put(`k${i}`)], i % 3 === 0 ? {} : { lease });
          }
          if (round === 2) await lease.revoke();
          highest = Math.max(highest, (await log.snapshot()).revision);
          await log.close();
        }
      }),
    );

    test(
      'also when more volatile changes were made than are reserved at once',
      withDriver(async ({ open }) => {
        const log = await open();
        const lease = log.grantLease(60_000);
        let highest = 0;
        for (let i = 0; i < 25; i += 1) {
          const results = await log.commit(
            Array.from({ length: 1_000 }, () => {
              return { writes: [put('beat')], expectations: [], origin: 'test', timeMs: 1, lease };
            }),
          );
          highest = Math.max(highest, ...results.map(({ revision }) => revision));
        }
        await log.close();
        const reopened = await open();
        assert.ok((await reopened.snapshot()).revision >= highest);
        assert.ok((await commits(reopened, [put('a')])) > highest);
        await reopened.close();
      }),
    );

    test(
      'expectations know the revisions of stored rows',
      withDriver(async ({ open }) => {
        const log = await open();
        const revision = await commits(log, [put('a')]);
        await log.close();
        const reopened = await open();
        const attempt = (at: number) =>
          reopened.commit([
            {
              writes: [put('a')],
              expectations: [{ table: 'things', key: 'a', revision: at }],
              origin: 'test',
              timeMs: 1,
            },
          ]);
        assert.equal((await attempt(0))[0]?.ok, false);
        assert.equal((await attempt(revision))[0]?.ok, true);
        await reopened.close();
      }),
    );
  });
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}
