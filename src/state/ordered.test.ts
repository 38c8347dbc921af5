// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Draft } from '../commands/draft.ts';
import type { Revision, StoredRow } from '../log/log.ts';
import { Cell } from './cell.ts';
import { OrderedCells } from './ordered-cells.ts';
import { State } from './state.ts';
import { defineTable, TableState } from './table.ts';

interface Leaf {
  readonly id: string;
}

const leaves = defineTable<Leaf>()({
  name: 'leaves',
  key: ({ id }) => id,
  indexes: {},
  isOrdered: true,
});

const LOADED = 100;

function open(...ids: string[]): State {
  const rows = ids.map((id, i): StoredRow => {
    return { table: 'leaves', key: id, value: { id }, createRevision: 1, modifyRevision: i + 1 };
  });
  return new State([leaves as never], { revision: LOADED, rows });
}

function put(state: State, revision: Revision, ...ids: string[]): void {
  const writes = ids.map((id) => ({ table: 'leaves', key: id, value: { id } }));
  state.apply([{ revision, timeMs: 1, origin: 'test', writes }]);
}

function remove(state: State, revision: Revision, id: string): void {
  const writes = [{ table: 'leaves', key: id, value: undefined }];
  state.apply([{ revision, timeMs: 1, origin: 'test', writes }]);
}

function idsOf(read: Pick<Draft, 'withPrefix'>, prefix: string): string[] {
  return read.withPrefix(leaves, prefix).map(({ key }) => key);
}

/** The cell that a reader of a prefix depends on, kept alive as a view would. */
function cellOf(state: State, prefix: string, told: string[] = []): Cell {
  let found: Cell | undefined;
  state.reader((cell) => (found = cell)).withPrefix(leaves, prefix);
  assert.ok(found instanceof Cell);
  found.addDependent({ invalidate: () => told.push(prefix) });
  return found;
}

describe('rows by the beginning of their keys', () => {
  test('come in the order of keys, whatever the order of writing', () => {
    const state = open('b/1', 'a');
    put(state, 101, 'b/2', 'a/z', 'b', 'c', 'b/10');
    assert.deepEqual(idsOf(state.reader(), 'b'), ['b', 'b/1', 'b/10', 'b/2']);
    assert.deepEqual(idsOf(state.reader(), 'b/'), ['b/1', 'b/10', 'b/2']);
    assert.deepEqual(idsOf(state.reader(), 'x'), []);
    assert.equal(state.reader().all(leaves).length, 7);
  });

  test('are told of to those who read that beginning, and to nobody else', () => {
    const state = open('a/1', 'b/1');
    const told: string[] = [];
    const cells = ['', 'a', 'a/', 'a/1', 'a/1/', 'b/'].map((prefix) => cellOf(state, prefix, told));
    put(state, 101, 'a/1');
    assert.deepEqual(told.toSorted(), ['', 'a', 'a/', 'a/1']);
    assert.deepEqual(
      cells.map(({ touched }) => touched),
      [101, 101, 101, 101, LOADED, LOADED],
    );
  });

  test('that are gone are remembered for who reads that beginning only later', () => {
    const state = open('a/1', 'b/1');
    put(state, 101, 'b/2');
    remove(state, 102, 'a/1');
    assert.deepEqual(
      ['a/', 'b/', 'c/', ''].map((prefix) => cellOf(state, prefix).touched),
      [102, 101, LOADED, 102],
    );
  });

  test('cost a write nothing for readers of other beginnings of the same length', () => {
    const state = open();
    const told: string[] = [];
    for (let i = 0; i < 10_000; i += 1) cellOf(state, `w/${String(i).padStart(5, '0')}/`, told);
    const startedMs = performance.now();
    for (let i = 0; i < 1_000; i += 1) put(state, 101 + i, `w/00007/${i}`);
    const ms = performance.now() - startedMs;
    assert.equal(told.length, 1_000);
    assert.ok(ms < 1_000, `1,000 writes took ${ms} ms`);
  });

  test('show what a draft has put and removed', () => {
    const state = open('a/1', 'a/2', 'b');
    const draft = new Draft(state.reader());
    const [first] = state.reader().withPrefix(leaves, 'a/1');
    assert.ok(first !== undefined);
    draft.remove(leaves, first);
    draft.put(leaves, { id: 'a/3' });
    draft.put(leaves, { id: 'c' });
    assert.deepEqual(idsOf(draft, 'a/'), ['a/2', 'a/3']);
    assert.deepEqual(idsOf(draft, ''), ['a/2', 'a/3', 'b', 'c']);
  });

  test('can only be had of a table that keeps them in order', () => {
    const table = new TableState({ ...leaves, isOrdered: false }, 1);
    assert.throws(() => table.withPrefix('a'), /leaves is not ordered/);
  });
});

test('cells in order are a sorted list, through any additions and removals', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const cells = new OrderedCells<{ readonly key: string }>();
  const expected = new Set<string>();
  for (let step = 0; step < 20_000; step += 1) {
    const key = `${'abc'[random(3)]}/${random(3_000)}`;
    if (random(5) < 2) {
      cells.remove(key);
      expected.delete(key);
    } else if (!expected.has(key)) {
      cells.add({ key });
      expected.add(key);
    }
    if (step % 1_000 > 0) continue;
    for (const prefix of ['', 'a', 'b/1', 'c/29', 'd', '!']) {
      const found: string[] = [];
      cells.visit(prefix, (cell) => found.push(cell.key));
      const wanted = [...expected].filter((one) => one.startsWith(prefix)).toSorted();
      assert.deepEqual(found, wanted);
    }
  }
});
