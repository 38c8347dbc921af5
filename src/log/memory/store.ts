// SPDX-License-Identifier: Apache-2.0
// Rows in a Map: for tests and for `-dev`. Nothing survives the process.
import { EmbeddedLog, type Store } from '../embedded.ts';
import type { Change, Revision, StoredRow } from '../log.ts';

export class MemoryStore implements Store {
  readonly #rows = new Map<string, StoredRow>();
  #reserved: Revision = 0;

  load(): Promise<{ reserved: Revision; rows: readonly StoredRow[] }> {
    return Promise.resolve({ reserved: this.#reserved, rows: [...this.#rows.values()] });
  }

  persist(changes: readonly Change[], reserved: Revision | undefined): Promise<void> {
    this.#reserved = reserved ?? this.#reserved;
    for (const change of changes) {
      for (const { table, key, value } of change.writes) {
        const entry = `${table}\n${key}`;
        const createRevision = this.#rows.get(entry)?.createRevision ?? change.revision;
        if (value === undefined) this.#rows.delete(entry);
        else
          this.#rows.set(entry, {
            table,
            key,
            value,
            createRevision,
            modifyRevision: change.revision,
          });
      }
    }
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A log that forgets everything when it is closed. */
export function openMemoryLog(): Promise<EmbeddedLog> {
  return EmbeddedLog.open(new MemoryStore());
}
