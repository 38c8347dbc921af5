// SPDX-License-Identifier: Apache-2.0
import type { SnapshotRows } from '../../commands/restore-snapshot.ts';
import { Refusal } from '../../model/refusal.ts';
import { frozen } from '../../state/frozen.ts';
import type { Table } from '../../state/table.ts';
import { sharedTables } from '../../state/tables.ts';

const NEWLINE = 0x0a;
// The largest value that a key may have, as text, and then some.
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** Puts the rows of a snapshot together from the chunks of its state. Refusal for what is no row. */
export class RowCollector {
  readonly #tables = new Map<string, Table<object>>(
    sharedTables.map((table) => [table.name, table]),
  );
  readonly #rows = new Map<string, Map<string, object>>();
  #parts: Buffer[] = [];
  #length = 0;
  #problem: unknown;

  /** Nothing more is kept once there is a problem; it is told at the end, after whatever is wrong with the whole. */
  take(chunk: Buffer): void {
    if (this.#problem !== undefined) return;
    try {
      this.#take(chunk);
    } catch (error) {
      this.#problem = error;
      this.#rows.clear();
    }
  }

  #take(chunk: Buffer): void {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      this.#parts.push(chunk.subarray(begin, end));
      this.#line(Buffer.concat(this.#parts).toString('utf8'));
      this.#parts = [];
      this.#length = 0;
      begin = end + 1;
    }
    const rest = chunk.subarray(begin);
    this.#length += rest.length;
    if (this.#length > MAX_LINE_BYTES) throw damaged('a row is too large');
    if (rest.length > 0) this.#parts.push(rest);
  }

  finish(): SnapshotRows {
    if (this.#problem !== undefined) throw this.#problem;
    if (this.#length > 0) throw damaged('the last row breaks off');
    return this.#rows;
  }

  #line(text: string): void {
    const [name, key, value] = parsed(text);
    const table = this.#tables.get(name);
    if (table === undefined) {
      const known = 'a newer version has to restore this snapshot';
      throw damaged(`there is no table ${JSON.stringify(name)} here: ${known}`);
    }
    const row = frozen(value);
    if (!isRowOf(table, key, row))
      throw damaged(`the row ${name} ${JSON.stringify(key)} is damaged`);
    const rows = this.#rows.get(name) ?? new Map<string, object>();
    if (rows.has(key)) throw damaged(`the row ${name} ${JSON.stringify(key)} is there twice`);
    rows.set(key, row);
    this.#rows.set(name, rows);
  }
}

function parsed(text: string): readonly [table: string, key: string, value: object] {
  try {
    const row = JSON.parse(text) as unknown;
    if (Array.isArray(row) && row.length === 3) {
      const [table, key, value] = row as unknown[];
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (typeof table === 'string' && typeof key === 'string' && isObject)
        return [table, key, value];
    }
  } catch {
    // Told below, like everything else that is no row.
  }
  throw damaged('a line of it is no row');
}

// Whatever a table asks of its rows: a row that it can't place would end the server when it is applied.
function isRowOf(table: Table<object>, key: string, row: object): boolean {
  try {
    for (const valuesOf of Object.values(table.indexes)) {
      if (!valuesOf(row).every((value) => typeof value === 'string')) return false;
    }
    return table.key(row) === key;
  } catch {
    return false;
  }
}

function damaged(why: string): Refusal {
  return new Refusal('rpc-error', `failed to read snapshot file: ${why}`);
}
