// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Thing, things } from '../../test/middle.ts';
import { seed, seeded } from '../../test/seeded.ts';
import type { Change, Revision, StoredRow } from '../log/log.ts';
import type { Cell } from './cell.ts';
import { State } from './state.ts';
import { defineTable, TableState } from './table.ts';

interface Tagged {
  readonly id: string;
  readonly tags: readonly string[];
}

const tagged = defineTable<Tagged>()({
  name: 'tagged',
  key: (row) => row.id,
  indexes: { tag: (row) => row.tags, id: (row) => [row.id] },
});

const LOADED = 100;

function open(rows: readonly StoredRow[] = []): State {
  return new State([things as never, tagged as never], { revision: LOADED, rows });
}

function stored(id: string, group: string, revision = 7): StoredRow {
  const value = { id, group, n: 0 };
  return {
    table: 'things',
    key: id,
    value,
    createRevision: revision - 2,
    modifyRevision: revision,
  };
}

function change(revision: Revision, ...writes: [key: string, value: object | undefined][]): Change {
  const table = writes[0]?.[1] !== undefined && 'tags' in writes[0][1] ? 'tagged' : 'things';
  return {
    revision,
    timeMs: 1,
    origin: 'test',
    writes: writes.map(([key, value]) => ({ table, key, value })),
  };
}

const thing = (id: string, group: string, n = 0): [string, Thing] => [id, { id, group, n }];
const tag = (id: string, ...tags: string[]): [string, Tagged] => [id, { id, tags }];

/** The cells that a read depended on. */
function cellsOf(state: State, read: (reader: ReturnType<State['reader']>) => unknown): Cell[] {
  const cells: Cell[] = [];
  read(state.reader((cell) => cells.push(cell)));
  return cells;
}

describe('rows', () => {
  test('are restored as they were stored, and those of unknown tables are left alone', () => {
    const state = open([stored('a', 'g'), { ...stored('b', 'g'), table: 'from-the-future' }]);
    assert.deepEqual(state.reader().all(things), [
      { key: 'a', value: { id: 'a', group: 'g', n: 0 }, createRevision: 5, modifyRevision: 7 },
    ]);
    state.apply([
      { ...change(101, thing('a', 'g')), writes: [{ table: '?', key: '', value: {} }] },
    ]);
    assert.equal(state.at, 101);
  });

  test('keep the revision that they were made at, until they are deleted', () => {
    const state = open([stored('a', 'g')]);
    state.apply([change(101, thing('a', 'h'))]);
    const row = () => state.reader().get(things, 'a');
    assert.deepEqual([row()?.createRevision, row()?.modifyRevision], [5, 101]);
    state.apply([change(102, ['a', undefined]), change(103, thing('a', 'g'))]);
    assert.deepEqual([row()?.createRevision, row()?.modifyRevision], [103, 103]);
  });

  test('are frozen all the way down, restored ones too', () => {
    const deep = { id: 'b', group: 'g', n: 0, more: [{ deeper: { deepest: 1 } }] };
    const state = open([stored('a', 'g')]);
    state.apply([change(101, ['b', deep])]);
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    for (const row of state.reader().all(things)) assert.ok(isFrozen(row.value), row.key);
    assert.throws(() => Object.assign(deep, { n: 1 }), TypeError);
  });

  test('lists that were given out never change', () => {
    const state = open([stored('a', 'g'), stored('c', 'g')]);
    const before = state.reader().by(things, 'group', 'g');
    state.apply([change(101, thing('b', 'g')), change(102, ['a', undefined])]);
    assert.deepEqual(
      before.map((row) => row.key),
      ['a', 'c'],
    );
    assert.throws(() => (before as unknown[]).push(1), TypeError);
    assert.deepEqual(
      state
        .reader()
        .by(things, 'group', 'g')
        .map((row) => row.key),
      ['b', 'c'],
    );
  });

  test('a change that was applied already is not applied again', () => {
    const state = open();
    state.apply([change(101, thing('a', 'g', 1))]);
    state.apply([change(101, thing('a', 'g', 2)), change(102, thing('b', 'g'))]);
    assert.equal(state.reader().get(things, 'a')?.value.n, 1);
    assert.equal(state.at, 102);
  });

  test('deleting what is not there touches nothing', () => {
    const state = open();
    const cells = cellsOf(state, (read) => [read.get(things, 'a'), read.all(things)]);
    state.apply([change(101, ['a', undefined])]);
    assert.deepEqual(
      cells.map((cell) => cell.touched),
      [LOADED, LOADED],
    );
  });
});

describe('indexes', () => {
  test('follow a row from bucket to bucket, into several and out of all', () => {
    const state = open();
    const under = (value: string) =>
      state
        .reader()
        .by(tagged, 'tag', value)
        .map((row) => row.key);
    state.apply([change(101, tag('a', 'x', 'y'), tag('b', 'y', 'y'))]);
    assert.deepEqual([under('x'), under('y')], [['a'], ['a', 'b']]);
    assert.equal(state.reader().count(tagged, 'tag', 'y'), 2);
    state.apply([change(102, tag('a', 'y', 'z'))]);
    assert.deepEqual([under('x'), under('y'), under('z')], [[], ['a', 'b'], ['a']]);
    assert.deepEqual(state.reader().indexValues(tagged, 'tag').toSorted(), ['y', 'z']);
    state.apply([change(103, tag('a')), change(104, tag('b'))]);
    assert.deepEqual(state.reader().indexValues(tagged, 'tag'), []);
    assert.equal(state.reader().all(tagged).length, 2);
  });

  test('an index that the table does not have is a defect', () => {
    assert.throws(
      () =>
        open()
          .reader()
          .by(things as never, 'colour', 'red'),
      /no index colour/,
    );
  });

  test('a large bucket reads the same as sorting it anew, whatever happened in between', (t) => {
    t.diagnostic(`seed ${seed}`);
    const random = seeded(seed);
    const state = open();
    const expected = new Map<string, number>();
    for (let revision = 101; revision < 1_600; revision += 1) {
      const id = `t${random.below(400)}`;
      const isGone = random.below(4) === 0;
      state.apply([change(revision, isGone ? [id, undefined] : thing(id, 'g', revision))]);
      if (isGone) expected.delete(id);
      else expected.set(id, revision);
      if (random.below(20) > 0) continue;
      assert.deepEqual(
        state
          .reader()
          .by(things, 'group', 'g')
          .map(({ key, value }) => [key, value.n]),
        [...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      );
      assert.equal(state.reader().count(things, 'group', 'g'), expected.size);
    }
  });
});

describe('cells', () => {
  const touchedBy = (state: State, read: Parameters<typeof cellsOf>[1]): Revision[] =>
    cellsOf(state, read).map((cell) => cell.touched);

  test('a write touches its row, its buckets before and after, and the table, and nothing else', () => {
    const state = open([stored('a', 'g'), stored('b', 'h')]);
    state.apply([change(101, thing('a', 'i'))]);
    assert.deepEqual(
      touchedBy(state, (read) => read.get(things, 'a')),
      [101],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.by(things, 'group', 'g')),
      [101],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.count(things, 'group', 'i')),
      [101],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.all(things)),
      [101],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.get(things, 'b')),
      [LOADED],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.by(things, 'group', 'h')),
      [LOADED],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.all(tagged)),
      [LOADED],
    );
  });

  test('which values an index has is touched only when one comes or goes', () => {
    const state = open([stored('a', 'g')]);
    const values = () => touchedBy(state, (read) => read.indexValues(things, 'group'))[0];
    state.apply([change(101, thing('b', 'g'))]);
    state.apply([change(102, thing('b', 'g', 1))]);
    assert.equal(values(), LOADED);
    state.apply([change(103, thing('b', 'h'))]);
    assert.equal(values(), 103);
    state.apply([change(104, thing('c', 'h'))]);
    state.apply([change(105, ['a', undefined])]);
    assert.equal(values(), 105);
  });

  test('the deletion of a row is remembered: by its key, its bucket and the table', () => {
    const state = open([stored('a', 'g')]);
    state.apply([change(101, ['a', undefined]), change(102, thing('b', 'h'))]);
    assert.deepEqual(
      touchedBy(state, (read) => read.get(things, 'a')),
      [101],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.by(things, 'group', 'g')),
      [101],
    );
  });

  test('what never was is at the loaded revision, not at 0', () => {
    const state = open();
    assert.deepEqual(
      touchedBy(state, (read) => read.get(things, 'nobody')),
      [LOADED],
    );
    assert.deepEqual(
      touchedBy(state, (read) => read.by(things, 'group', 'none')),
      [LOADED],
    );
  });

  test('who depends on one is told, in the same step and before anything is computed', () => {
    const state = open();
    const [cell] = cellsOf(state, (read) => read.get(things, 'a'));
    const told: number[] = [];
    const dependent = { invalidate: (of: Cell) => told.push(of.touched) };
    cell?.addDependent(dependent);
    state.apply([change(101, thing('a', 'g'))]);
    cell?.removeDependent(dependent);
    state.apply([change(102, thing('a', 'g'))]);
    assert.deepEqual(told, [101]);
  });
});

describe('forgetting', () => {
  const dependent = { invalidate: () => {} };

  function fill(table: TableState<Thing>, from: number, count: number): void {
    for (let i = from; i < from + count; i += 1) {
      const [key, value] = thing(`t${i}`, `g${i}`);
      table.apply({ table: 'things', key, value }, 2 * i);
      table.apply({ table: 'things', key, value: undefined }, 2 * i + 1);
    }
  }

  function touched(table: TableState<Thing>, key: string): Revision | undefined {
    let at: Revision | undefined;
    table.get(key, (cell) => (at = cell.touched));
    return at;
  }

  test('deletions are remembered in bounded memory; the oldest are forgotten by raising the floor', () => {
    const table = new TableState<Thing>(things as never, 1, 100);
    for (let from = 1; from < 1_000; from += 100) {
      fill(table, from, 100);
      assert.ok(table.emptyCells <= 100, `${table.emptyCells} cells are empty`);
    }
    assert.equal(touched(table, 't1000'), 2_001, 'the newest is known exactly');
    const oldest = touched(table, 't1') ?? 0;
    assert.ok(oldest > 3 && oldest <= 2_001, `${oldest} can only wake too early, never too late`);
    assert.equal(touched(table, 'never was'), oldest);
  });

  test('a name that was only asked for leaves nothing when its last reader has gone', () => {
    const table = new TableState<Thing>(things as never, 1, 100);
    for (let i = 0; i < 10_000; i += 1) {
      const cells: Cell[] = [];
      table.get(`nobody${i}`, (cell) => cells.push(cell));
      table.by('group', `none${i}`, (cell) => cells.push(cell));
      for (const cell of cells) cell.addDependent(dependent);
      for (const cell of cells) cell.removeDependent(dependent);
    }
    assert.equal(table.emptyCells, 0);
  });

  test('a deletion is remembered after its last reader has gone', () => {
    const table = new TableState<Thing>(things as never, 1, 100);
    fill(table, 5, 1);
    const cells: Cell[] = [];
    table.get('t5', (cell) => cells.push(cell));
    cells[0]?.addDependent(dependent);
    cells[0]?.removeDependent(dependent);
    assert.equal(touched(table, 't5'), 11);
  });

  test('a cell that somebody watches is never dropped, however many there are', () => {
    const table = new TableState<Thing>(things as never, 1, 100);
    const told = new Set<string>();
    for (let i = 1; i <= 300; i += 1) {
      const watcher = { invalidate: () => told.add(`t${i}`) };
      table.get(`t${i}`, (cell) => cell.addDependent(watcher));
    }
    fill(table, 1_000, 500);
    fill(table, 1, 300);
    assert.equal(told.size, 300);
  });
});

describe('going on from a snapshot', () => {
  test('touches what differs and nothing else, and keeps what never leaves this process', () => {
    const state = open([stored('same', 'g'), stored('other', 'g'), stored('lost', 'h')]);
    state.applyLocal({ table: 'tagged', key: 'local', value: { id: 'local', tags: ['x'] } });
    const [same, other, lost, made] = ['same', 'other', 'lost', 'made'].map(
      (key) => cellsOf(state, (read) => read.get(things, key))[0],
    );
    const newer = { ...stored('other', 'g', 130), createRevision: 5 };
    const rows = [stored('same', 'g'), newer, stored('made', 'i', 120)];
    state.resync({ revision: 150, rows });
    assert.equal(state.at, 150);
    assert.deepEqual(
      [same, other, lost, made].map((cell) => cell?.touched),
      [LOADED, 150, 150, 150],
    );
    assert.deepEqual(
      state
        .reader()
        .all(things)
        .map(({ key, createRevision, modifyRevision }) => {
          return [key, createRevision, modifyRevision];
        }),
      [
        ['made', 118, 120],
        ['other', 5, 130],
        ['same', 5, 7],
      ],
    );
    assert.equal(state.reader().all(tagged).length, 1);
  });

  test('of the past does nothing', () => {
    const state = open([stored('a', 'g')]);
    state.resync({ revision: 50, rows: [] });
    assert.deepEqual([state.at, state.reader().all(things).length], [LOADED, 1]);
  });
});

describe('waiting', () => {
  test('for a revision ends when it is reached, in the order of applying', async () => {
    const state = open();
    const reached: Revision[] = [];
    const waiting = [103, 101, 100].map((revision) =>
      state.reached(revision).then(() => reached.push(revision)),
    );
    state.apply([change(101, thing('a', 'g'))]);
    await new Promise(setImmediate);
    assert.deepEqual(reached.toSorted(), [100, 101]);
    state.apply([change(103, thing('a', 'g'))]);
    await Promise.all(waiting);
  });

  test('the local lane moves no revision and tells who listens', () => {
    const state = open();
    let applied = 0;
    state.onApplied(() => (applied += 1));
    state.applyLocal({ table: 'things', key: 'a', value: { id: 'a', group: 'g', n: 0 } });
    assert.deepEqual([state.at, applied], [LOADED, 1]);
    assert.equal(state.reader().by(things, 'group', 'g').length, 1);
  });
});
