// SPDX-License-Identifier: Apache-2.0
// The sum of the log. In: changes, in order, from the one follower. Out: synchronous reads. Nothing
// else writes it, nothing here computes: what can be computed is a view.
import type { Change, Revision, Snapshot, Write } from '../log/log.ts';
import type { Cell, Track } from './cell.ts';
import { type Row, type Table, TableState } from './table.ts';

export type { Row, Table } from './table.ts';

/** What decide functions and views read with. Reads are consistent: nothing changes until they return. */
export interface Read {
  get<T extends object>(table: Table<T, never> | Table<T>, key: string): Row<T> | undefined;
  by<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): readonly Row<T>[];
  all<T extends object>(table: Table<T, never> | Table<T>): readonly Row<T>[];
  /** How many rows `by` would give, without sorting them. */
  count<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): number;
  /** Values of an index that have rows now. */
  indexValues<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
  ): readonly string[];
}

export class State {
  readonly #tables = new Map<string, TableState<object>>();
  readonly #waiters: { readonly revision: Revision; readonly resolve: () => void }[] = [];
  readonly #onApplied = new Set<() => void>();
  #revision: Revision;

  constructor(tables: readonly Table<object>[], snapshot: Snapshot) {
    this.#revision = snapshot.revision;
    for (const table of tables) {
      this.#tables.set(table.name, new TableState(table, snapshot.revision));
    }
    for (const row of snapshot.rows) {
      // A table that this version doesn't know stays in the log untouched.
      const table = this.#tables.get(row.table);
      table?.load(row.key, row.value, row.createRevision, row.modifyRevision);
    }
  }

  /** The revision that has been reached. */
  get at(): Revision {
    return this.#revision;
  }

  /** A reader; `track` is told every cell that an answer depended on. */
  reader(track?: Track): Read {
    return {
      get: (table, key) => this.#table(table).get(key, track) as never,
      by: (table, index, value) => this.#table(table).by(index, value, track) as never,
      all: (table) => this.#table(table).all(track) as never,
      count: (table, index, value) => this.#table(table).count(index, value, track),
      indexValues: (table, index) => this.#table(table).indexValues(index, track),
    };
  }

  touchedBy(write: Write): readonly Cell[] {
    return this.#named(write.table).touchedBy(write);
  }

  /** The only mutator; called by the follower, in order. */
  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.revision <= this.#revision) continue;
      this.#revision = change.revision;
      for (const write of change.writes) {
        this.#tables.get(write.table)?.apply(write, change.revision);
      }
    }
    this.#applied();
  }

  /** The local lane: facts that never leave this process and have no revision, as private keys. */
  applyLocal(write: Write): void {
    this.#named(write.table).apply(write, this.#revision);
    this.#applied();
  }

  /** Called after each apply, also of the local lane; must not throw and must not read. */
  onApplied(listener: () => void): void {
    this.#onApplied.add(listener);
  }

  /** Resolves once `at` is at least `revision`. */
  reached(revision: Revision): Promise<void> {
    if (revision <= this.#revision) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ revision, resolve }));
  }

  #applied(): void {
    let kept = 0;
    for (const waiter of this.#waiters) {
      if (waiter.revision <= this.#revision) waiter.resolve();
      else this.#waiters[kept++] = waiter;
    }
    this.#waiters.length = kept;
    for (const listener of this.#onApplied) listener();
  }

  #table<T extends object, I extends string>(table: Table<T, I>): TableState<object> {
    return this.#named(table.name);
  }

  #named(name: string): TableState<object> {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
  }
}
