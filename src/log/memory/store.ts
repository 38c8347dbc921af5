// SPDX-License-Identifier: Apache-2.0
// Rows in a Map: for tests and for `-dev`. Nothing survives the process.
import { EmbeddedLog, type EmbeddedOptions, type Loaded, type Store } from '../embedded.ts';
import type { Revision, StoredRow } from '../log.ts';
import type { StoreWrite } from '../row-ledger.ts';

// What a small row takes in memory, roughly; it is used only to bound what is kept for followers.
const ROW_BYTES = 512;

export class MemoryStore implements Store {
  readonly #rows = new Map<string, StoredRow>();
  #reserved: Revision = 0;

  load(): Promise<Loaded> {
    return Promise.resolve({ reserved: this.#reserved, rows: [...this.#rows.values()] });
  }

  persist(writes: readonly StoreWrite[], reserved: Revision | undefined): Promise<number> {
    this.#reserved = reserved ?? this.#reserved;
    for (const { value, ...row } of writes) {
      const entry = `${row.table}\n${row.key}`;
      if (value === undefined) this.#rows.delete(entry);
      else this.#rows.set(entry, { ...row, value });
    }
    return Promise.resolve(writes.length * ROW_BYTES);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A log that forgets everything when it is closed, unless its store is handed to the next one. */
export function openMemoryLog(
  store: Store = new MemoryStore(),
  options?: EmbeddedOptions,
): Promise<EmbeddedLog> {
  return EmbeddedLog.open(store, options);
}
