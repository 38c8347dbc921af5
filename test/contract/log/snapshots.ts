// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StoredRow } from '../../../src/log/log.ts';
import type { WithDriver } from './contract.ts';
import { changesAfter, commits, gone, put } from './driver.ts';

/** A snapshot is the sum of the changes up to its revision, and of nothing after it. */
export function promisesSnapshots(withDriver: WithDriver): void {
  describe('snapshots', () => {
    test(
      'a new store begins at a revision that is not 0',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision, rows } = await log.snapshot();
        assert.ok(revision > 0);
        assert.deepEqual(rows, []);
        await log.close();
      }),
    );

    test(
      'under concurrent commits, durable and leased, each is the sum of the changes up to its revision',
      withDriver(async ({ open }) => {
        const log = await open();
        const { revision: start } = await log.snapshot();
        const lease = log.grantLease(60_000);
        const controller = new AbortController();
        let last = start;
        const writers = Array.from({ length: 4 }, async (_, w) => {
          for (let i = 0; !controller.signal.aborted; i += 1) {
            // Both rows always carry the same number: a torn snapshot would show two.
            const leased = w % 2 === 0 ? { lease } : {};
            const pair = [put(`left${w}`, { i }), put(`right${w}`, { i })];
            last = Math.max(last, await commits(log, i % 5 === 4 ? pair.map(erase) : pair, leased));
          }
        });
        const snapshots = [];
        for (let i = 0; i < 25; i += 1) snapshots.push(await log.snapshot());
        controller.abort();
        await Promise.all(writers);
        const changes = await changesAfter(log, start, last - start);
        for (const { revision, rows } of snapshots) {
          const sum = new Map<string, StoredRow>();
          for (const change of changes) {
            if (change.revision > revision) break;
            for (const { table, key, value } of change.writes) {
              const createRevision = sum.get(key)?.createRevision ?? change.revision;
              const row = { table, key, createRevision, modifyRevision: change.revision };
              if (value === undefined) sum.delete(key);
              else sum.set(key, { ...row, value });
            }
          }
          assert.deepEqual(rows.toSorted(byKey), [...sum.values()].toSorted(byKey));
        }
        await log.close();
      }),
    );

    test(
      'a snapshot is given while writers never pause',
      withDriver(async ({ open }) => {
        const log = await open();
        let isDone = false;
        const writer = async () => {
          while (!isDone) await commits(log, [put('k')]);
        };
        const writers = [writer(), writer()];
        await log.snapshot();
        isDone = true;
        await Promise.all(writers);
        await log.close();
      }),
    );

    test(
      'a row keeps the revision that it was made at until it is deleted',
      withDriver(async ({ open }) => {
        const log = await open();
        const made = await commits(log, [put('a', { n: 1 })]);
        const changed = await commits(log, [put('a', { n: 2 })]);
        const revisions = async () => {
          const row = (await log.snapshot()).rows.find(({ key }) => key === 'a');
          return [row?.createRevision, row?.modifyRevision];
        };
        assert.deepEqual(await revisions(), [made, changed]);
        await commits(log, [gone('a')]);
        const again = await commits(log, [put('a')]);
        assert.deepEqual(await revisions(), [again, again]);
        await log.close();
      }),
    );
  });
}

function erase(write: { table: string; key: string }) {
  return { ...write, value: undefined };
}

function byKey(a: StoredRow, b: StoredRow): number {
  return a.key < b.key ? -1 : 1;
}
