// SPDX-License-Identifier: Apache-2.0
// The storage thread: the only place that touches the database file. Answers each request in order.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** [table, key, JSON text or undefined for a delete, revision] */
export type WorkerWrite = [string, string, string | undefined, number];
/** [table, key, JSON text, create revision, modify revision] */
export type WorkerRow = [string, string, string, number, number];

export type WorkerRequest =
  | { kind: 'open' | 'load' | 'close' }
  | { kind: 'persist'; writes: WorkerWrite[]; reserved: number | undefined };

export type WorkerReply =
  | { kind: 'done' }
  | { kind: 'loaded'; reserved: number; rows: WorkerRow[] }
  | { kind: 'failed'; message: string };

/** Raise it when the meaning of a row or of the schema changes; a newer one is refused. */
export const FORMAT_VERSION = 1;
// 'CWAY', so that somebody else's database is not taken for ours.
const APPLICATION_ID = 0x43574159;

class Database {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #reserve: StatementSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#checkFormat(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${FORMAT_VERSION};
      CREATE TABLE IF NOT EXISTS rows (
        tbl TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        create_revision INTEGER NOT NULL, modify_revision INTEGER NOT NULL,
        PRIMARY KEY (tbl, key)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS reserved (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
      INSERT OR IGNORE INTO reserved VALUES (1, 0);`);
    this.#put = this.#database.prepare(`
      INSERT INTO rows VALUES (?, ?, ?, ?, ?) ON CONFLICT (tbl, key)
      DO UPDATE SET value = excluded.value, modify_revision = excluded.modify_revision`);
    this.#delete = this.#database.prepare('DELETE FROM rows WHERE tbl = ? AND key = ?');
    this.#reserve = this.#database.prepare('UPDATE reserved SET revision = ? WHERE id = 1');
  }

  #checkFormat(path: string): void {
    const id = this.#pragma('application_id');
    const version = this.#pragma('user_version');
    const isNew = id === 0 && version === 0 && this.#pragma('page_count') === 0;
    if (isNew) return;
    if (id !== APPLICATION_ID) throw new Error(`${path} is not a Causeway store`);
    if (version > FORMAT_VERSION) {
      throw new Error(
        `${path} has format ${version}, this version knows up to ${FORMAT_VERSION}: run a newer Causeway`,
      );
    }
  }

  #pragma(name: string): number {
    const row = this.#database.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
    return row[name] ?? 0;
  }

  load(): WorkerReply {
    const { revision } = this.#database.prepare('SELECT revision FROM reserved').get() as {
      revision: number;
    };
    const statement = this.#database.prepare(
      'SELECT tbl, key, value, create_revision, modify_revision FROM rows',
    );
    statement.setReturnArrays(true);
    return { kind: 'loaded', reserved: revision, rows: statement.all() as unknown as WorkerRow[] };
  }

  persist(writes: readonly WorkerWrite[], reserved: number | undefined): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      if (reserved !== undefined) this.#reserve.run(reserved);
      for (const [table, key, value, revision] of writes) {
        if (value === undefined) this.#delete.run(table, key);
        else this.#put.run(table, key, value, revision, revision);
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }
}

let database: Database | undefined;

function answer(request: WorkerRequest): WorkerReply {
  if (request.kind === 'open') {
    database = new Database((workerData as { path: string }).path);
    return { kind: 'done' };
  }
  if (database === undefined) throw new Error('the store is not open');
  if (request.kind === 'load') return database.load();
  if (request.kind === 'persist') database.persist(request.writes, request.reserved);
  else database.close();
  return { kind: 'done' };
}

parentPort?.on('message', (request: WorkerRequest) => {
  let reply: WorkerReply;
  try {
    reply = answer(request);
  } catch (error) {
    reply = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(reply);
});
