// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WithDriver } from './contract.ts';
import { changesAfter, commit, commits, expected, gone, proposal, put, rowsOf } from './driver.ts';

/** Atomic, unique, with expectations. */
export function promisesWriters(withDriver: WithDriver): void {
  describe('writers', () => {
    test(
      'unique: no two changes share a revision, however many write at once',
      withDriver(async ({ open }) => {
        const log = await open();
        const results = await Promise.all(
          Array.from({ length: 300 }, (_, i) => commits(log, [put(`k${i % 7}`, { i })])),
        );
        assert.equal(new Set(results).size, 300);
        assert.ok(results.every((revision) => revision > 0));
        await log.close();
      }),
    );

    test(
      'answered in the order of asking: a later commit never has a lower revision',
      withDriver(async ({ open }) => {
        const log = await open();
        const revisions = await Promise.all(
          Array.from({ length: 100 }, (_, i) => commits(log, [put(`k${i}`)])),
        );
        assert.deepEqual(
          revisions,
          revisions.toSorted((a, b) => a - b),
        );
        await log.close();
      }),
    );

    test(
      'atomic: a refused proposal leaves nothing of itself, its neighbours stand',
      withDriver(async ({ open }) => {
        const log = await open();
        const results = await log.commit([
          proposal([put('a'), put('b')]),
          proposal([put('c'), put('d')], { expectations: [expected('nobody', 7)] }),
          proposal([put('e')]),
        ]);
        assert.deepEqual(
          results.map((result) => result.ok),
          [true, false, true],
        );
        assert.deepEqual(Object.keys(await rowsOf(log)).toSorted(), ['a', 'b', 'e']);
        await log.close();
      }),
    );

    test(
      'an expectation holds only while the row is at that revision',
      withDriver(async ({ open }) => {
        const log = await open();
        const first = await commits(log, [put('a', { n: 1 })]);
        const inTime = await commit(log, [put('a', { n: 2 })], {
          expectations: [expected('a', first)],
        });
        assert.ok(inTime.ok);
        const late = await commit(log, [put('a', { n: 3 })], {
          expectations: [expected('a', first)],
        });
        assert.ok(!late.ok);
        assert.deepEqual(late.conflict, expected('a', first));
        assert.ok(late.revision >= inTime.revision, 'a follower that is there has seen why');
        assert.deepEqual(await rowsOf(log), { a: { n: 2 } });
        await log.close();
      }),
    );

    test(
      'revision 0 expects that there is no such row, also after it was deleted',
      withDriver(async ({ open }) => {
        const log = await open();
        const take = () => commit(log, [put('name')], { expectations: [expected('name', 0)] });
        assert.ok((await take()).ok);
        assert.ok(!(await take()).ok);
        await commits(log, [gone('name')]);
        assert.ok((await take()).ok);
        await log.close();
      }),
    );

    test(
      'expectations see the proposals before them in the same call',
      withDriver(async ({ open }) => {
        const log = await open();
        const results = await log.commit([
          proposal([put('name', { by: 1 })], { expectations: [expected('name', 0)] }),
          proposal([put('name', { by: 2 })], { expectations: [expected('name', 0)] }),
        ]);
        assert.deepEqual(
          results.map((result) => result.ok),
          [true, false],
        );
        assert.deepEqual(await rowsOf(log), { name: { by: 1 } });
        await log.close();
      }),
    );

    test(
      'a proposal without writes checks its expectations and is no change',
      withDriver(async ({ open }) => {
        const log = await open();
        const first = await commits(log, [put('a')]);
        assert.ok((await commit(log, [], { expectations: [expected('a', first)] })).ok);
        assert.ok(!(await commit(log, [], { expectations: [expected('a', first + 1)] })).ok);
        const second = await commits(log, [put('b')]);
        const [change] = await changesAfter(log, first, 1);
        assert.equal(change?.revision, second);
        await log.close();
      }),
    );

    test(
      'two writers that count by expectation never lose a count',
      withDriver(async ({ open }) => {
        const log = await open();
        await commits(log, [put('n', { n: 0 })]);
        const count = async () => {
          for (let done = 0; done < 20;) {
            const row = (await log.snapshot()).rows.find(({ key }) => key === 'n');
            const { n } = (row?.value ?? { n: 0 }) as { n: number };
            const expectations = [expected('n', row?.modifyRevision ?? 0)];
            const result = await commit(log, [put('n', { n: n + 1 })], { expectations });
            if (result.ok) done += 1;
          }
        };
        await Promise.all([count(), count()]);
        assert.deepEqual(await rowsOf(log), { n: { n: 40 } });
        await log.close();
      }),
    );

    test(
      'keys may hold any character',
      withDriver(async ({ open }) => {
        const log = await open();
        const keys = ['a\nb', 'ü/%2f', '', '\u0000', 'a'.repeat(5_000)];
        await commits(
          log,
          keys.map((key) => put(key)),
        );
        assert.deepEqual(Object.keys(await rowsOf(log)).toSorted(), keys.toSorted());
        await commits(log, [gone('a\nb')]);
        assert.equal(Object.keys(await rowsOf(log)).length, keys.length - 1);
        await log.close();
      }),
    );

    test(
      'a closed log refuses, and closing twice is no error',
      withDriver(async ({ open }) => {
        const log = await open();
        const last = commits(log, [put('a')]);
        await log.close();
        await last;
        await log.close();
        await assert.rejects(commit(log, [put('b')]), /closed/);
        await assert.rejects(log.snapshot(), /closed/);
      }),
    );
  });
}
