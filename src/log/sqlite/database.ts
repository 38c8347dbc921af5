// SPDX-License-Identifier: Apache-2.0
// The database file: its format, its pragmas, its statements. Used by the storage thread alone. It is
// locked for as long as it is open, so that no second process gives out the same revisions.
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** [table, key, JSON text or undefined for a delete, create revision, modify revision] */
export type WorkerWrite = [string, string, string | undefined, number, number];
/** [table, key, JSON text, create revision, modify revision] */
export type WorkerRow = [string, string, string, number, number];

/** Raise it when the meaning of a row or of the schema changes; a newer one is refused. */
export const FORMAT_VERSION = 1;
// 'CWAY', so that somebody else's database is not taken for ours.
const APPLICATION_ID = 0x43574159;
// A predecessor that was told to stop may need a moment to let go of the file.
const LOCK_WAIT_MS = 500;
// What a checkpoint may leave of the write-ahead log; a large import must not keep its size for ever.
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
// A page that is written again and again until a checkpoint is moved once: 16 MiB instead of 4 make loads cheaper.
const CHECKPOINT_PAGES = 4_000;
// Taken as it is needed. With the 2 MiB of the default, every change of a larger store reads pages again.
const CACHE_KIB = 8 * 1024;
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

export class Database {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #reserve: StatementSync;

  /** Opens or creates the file; throws an Error whose message names the file and says what to do. */
  constructor(path: string) {
    this.#path = path;
    this.#database = open(path);
    try {
      this.#prepareFile();
      this.#put = this.#database.prepare(`
        INSERT INTO rows VALUES (?, ?, ?, ?, ?) ON CONFLICT (tbl, key) DO UPDATE SET
        value = excluded.value, create_revision = excluded.create_revision,
        modify_revision = excluded.modify_revision`);
      this.#delete = this.#database.prepare('DELETE FROM rows WHERE tbl = ? AND key = ?');
      this.#reserve = this.#database.prepare('UPDATE reserved SET revision = ? WHERE id = 1');
    } catch (error) {
      this.#database.close();
      throw explained(path, error);
    }
  }

  #prepareFile(): void {
    // Before anything is read: with it the lock is never let go, and there is no shared-memory file.
    this.#database.exec('PRAGMA locking_mode = EXCLUSIVE');
    if (this.#isNew()) this.#create();
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA cache_size = -${CACHE_KIB};
      PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES};`);
    // Takes the lock and proves that the file can be written, now and not at the first change.
    this.#database.exec('BEGIN IMMEDIATE; UPDATE reserved SET revision = revision; COMMIT');
  }

  #isNew(): boolean {
    const version = this.#pragma('user_version');
    if (version === 0 && this.#pragma('page_count') === 0) return true;
    if (this.#pragma('application_id') !== APPLICATION_ID) {
      throw new Error(`${this.#path} is not a Causeway store: it is left as it is`);
    }
    if (version <= FORMAT_VERSION) return false;
    const known = `this version knows formats up to ${FORMAT_VERSION}`;
    throw new Error(`${this.#path} has format ${version} and ${known}: run a newer Causeway`);
  }

  // One transaction: a crash leaves either no store or a whole one.
  #create(): void {
    this.#database.exec(`
      BEGIN IMMEDIATE;
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${FORMAT_VERSION};
      CREATE TABLE rows (
        tbl TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        create_revision INTEGER NOT NULL, modify_revision INTEGER NOT NULL,
        PRIMARY KEY (tbl, key)) WITHOUT ROWID;
      CREATE TABLE reserved (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
      INSERT INTO reserved VALUES (1, 0);
      COMMIT;`);
  }

  #pragma(name: string): number {
    const row = this.#database.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
    return row[name] ?? 0;
  }

  load(): { reserved: number; rows: WorkerRow[] } {
    const { revision } = this.#database.prepare('SELECT revision FROM reserved').get() as {
      revision: number;
    };
    const statement = this.#database.prepare(
      'SELECT tbl, key, value, create_revision, modify_revision FROM rows',
    );
    statement.setReturnArrays(true);
    return { reserved: revision, rows: statement.all() as unknown as WorkerRow[] };
  }

  /** One transaction, synced when it returns. */
  persist(writes: readonly WorkerWrite[], reserved: number | undefined): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      if (reserved !== undefined) this.#reserve.run(reserved);
      for (const [table, key, value, created, modified] of writes) {
        if (value === undefined) this.#delete.run(table, key);
        else this.#put.run(table, key, value, created, modified);
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw explained(this.#path, error);
    }
  }

  close(): void {
    this.#database.close();
  }
}

function open(path: string): DatabaseSync {
  try {
    // It holds signing keys and secrets. SQLite gives its other files the mode of this one.
    closeSync(openSync(path, 'a', 0o600));
    return new DatabaseSync(path, { timeout: LOCK_WAIT_MS });
  } catch (error) {
    throw explained(path, error);
  }
}

function explained(path: string, error: unknown): Error {
  const { message, errcode } = error as { message: string; errcode?: number };
  if (message.startsWith(path)) return error as Error;
  // The low byte is the kind of error, the rest its detail.
  const kind = (errcode ?? 0) & 0xff;
  if (kind === SQLITE_NOTADB) {
    return new Error(`${path} is not a Causeway store: it is left as it is`, { cause: error });
  }
  if (kind === SQLITE_BUSY) {
    return new Error(`${path} is in use by another process`, { cause: error });
  }
  return new Error(`${path} can't be written: ${message}`, { cause: error });
}
