// SPDX-License-Identifier: Apache-2.0
// The sum of the log. In: changes, in order, from the one follower. Out: synchronous reads. Nothing
// else writes it, nothing here computes: what can be computed is a view.
import { type Change, GUARDS, type Revision, type Snapshot, type Write } from '../log/log.ts';
import type { Track } from './cell.ts';
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
  /** The rows of an ordered table whose keys begin with `prefix`, in the order of keys. */
  withPrefix<T extends object>(
    table: Table<T, never> | Table<T>,
    prefix: string,
  ): readonly Row<T>[];
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

// One row per range that was ever changed, when the log has several writers; else empty.
const guards: Table<object> = { name: GUARDS, key: () => '', indexes: {} };

export class State {
  readonly #tables = new Map<string, TableState<object>>();
  readonly #waiters: { readonly revision: Revision; readonly resolve: () => void }[] = [];
  readonly #onApplied = new Set<() => void>();
  readonly #localTables = new Set<string>();
  #revision: Revision;

  constructor(tables: readonly Table<object>[], snapshot: Snapshot) {
    this.#revision = snapshot.revision;
    for (const table of [...tables, guards]) {
      this.#tables.set(table.name, new TableState(table, snapshot.revision));
    }
    // The rows of a table that this version doesn't know stay in the log untouched.
    for (const row of snapshot.rows) this.#tables.get(row.table)?.load(row);
  }

  /** The revision that has been reached. */
  get at(): Revision {
    return this.#revision;
  }

  /** A reader; `track` is told every cell that an answer depended on. */
  reader(track?: Track): Read {
    return new StateReader(this, track);
  }

  /** The definition of a table, for those who only know its name. */
  definition(table: string): Table<object> {
    return this.table(table).definition;
  }

  /** The revision of a row, 0 when there is none. */
  revisionOf(table: string, key: string): Revision {
    return this.table(table).get(key)?.modifyRevision ?? 0;
  }

  /** The ranges that a write changes, by the keys of their guards. */
  rangesOf(write: Write): readonly string[] {
    return this.table(write.table).rangesOf(write);
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

  /** Goes on from a snapshot when the changes in between are lost; called by the follower. */
  resync(snapshot: Snapshot): void {
    if (snapshot.revision <= this.#revision) return;
    this.#revision = snapshot.revision;
    const rows = Map.groupBy(snapshot.rows, (row) => row.table);
    for (const [name, table] of this.#tables) {
      if (!this.#localTables.has(name)) table.resync(rows.get(name) ?? [], this.#revision);
    }
    this.#applied();
  }

  /** The local lane: facts that never leave this process and have no revision, as private keys. */
  applyLocal(write: Write): void {
    this.#localTables.add(write.table);
    this.table(write.table).apply(write, this.#revision);
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

  /** For readers. */
  table(name: string): TableState<object> {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
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
}

/** Reads a state and tells of what was read. */
export class StateReader implements Read {
  readonly #state: State;
  readonly #track: Track | undefined;

  constructor(state: State, track?: Track) {
    this.#state = state;
    this.#track = track;
  }

  get<T extends object>(table: Table<T, never> | Table<T>, key: string): Row<T> | undefined {
    return this.#state.table(table.name).get(key, this.#track) as Row<T> | undefined;
  }

  by<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): readonly Row<T>[] {
    return this.#state.table(table.name).by(index, value, this.#track) as readonly Row<T>[];
  }

  all<T extends object>(table: Table<T, never> | Table<T>): readonly Row<T>[] {
    return this.#state.table(table.name).all(this.#track) as readonly Row<T>[];
  }

  withPrefix<T extends object>(
    table: Table<T, never> | Table<T>,
    prefix: string,
  ): readonly Row<T>[] {
    return this.#state.table(table.name).withPrefix(prefix, this.#track) as readonly Row<T>[];
  }

  count<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): number {
    return this.#state.table(table.name).count(index, value, this.#track);
  }

  indexValues<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
  ): readonly string[] {
    return this.#state.table(table.name).indexValues(index, this.#track);
  }
}
