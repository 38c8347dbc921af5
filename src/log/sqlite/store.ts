// SPDX-License-Identifier: Apache-2.0
// Rows in one SQLite file, written by a worker thread so that a sync never blocks the event loop.
// In: batches of changes. Out: a promise that resolves after the transaction is synced (WAL, FULL).
import { Worker } from 'node:worker_threads';
import { EmbeddedLog, type Store } from '../embedded.ts';
import type { Change, Revision, StoredRow } from '../log.ts';
import type { WorkerReply, WorkerRequest, WorkerWrite } from './worker.ts';

/** The file is from a newer format, is not ours, or can't be written. The message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

interface Pending {
  readonly resolve: (value: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

export class SqliteStore implements Store {
  readonly #worker: Worker;
  readonly #pending: Pending[] = [];
  #failure: Error | undefined;

  private constructor(path: string) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { path } });
    this.#worker.on('message', (reply: WorkerReply) => {
      const pending = this.#pending.shift();
      if (reply.kind === 'failed') pending?.reject(new StoreError(reply.message));
      else pending?.resolve(reply);
    });
    this.#worker.on('error', (error) => this.#fail(new StoreError(String(error))));
    this.#worker.on('exit', () => this.#fail(new StoreError('the storage thread has ended')));
  }

  /** Opens or creates the file; throws StoreError when it can't be used. */
  static async open(path: string): Promise<SqliteStore> {
    const store = new SqliteStore(path);
    try {
      await store.#call({ kind: 'open' });
    } catch (error) {
      await store.#worker.terminate();
      throw error;
    }
    return store;
  }

  async load(): Promise<{ reserved: Revision; rows: readonly StoredRow[] }> {
    const reply = await this.#call({ kind: 'load' });
    if (reply.kind !== 'loaded') throw new StoreError('the storage thread gave no rows');
    const rows = reply.rows.map(([table, key, value, createRevision, modifyRevision]) => {
      return { table, key, value: JSON.parse(value) as object, createRevision, modifyRevision };
    });
    return { reserved: reply.reserved, rows };
  }

  async persist(changes: readonly Change[], reserved: Revision | undefined): Promise<void> {
    const writes: WorkerWrite[] = [];
    for (const change of changes) {
      for (const { table, key, value } of change.writes) {
        const text = value === undefined ? undefined : JSON.stringify(value);
        writes.push([table, key, text, change.revision]);
      }
    }
    await this.#call({ kind: 'persist', writes, reserved });
  }

  async close(): Promise<void> {
    if (this.#failure === undefined) await this.#call({ kind: 'close' });
    await this.#worker.terminate();
  }

  #call(request: WorkerRequest): Promise<WorkerReply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const pending of this.#pending.splice(0)) pending.reject(error);
  }
}

/** A log whose acknowledged changes survive a crash; `path` is the database file. */
export async function openSqliteLog(path: string): Promise<EmbeddedLog> {
  return EmbeddedLog.open(await SqliteStore.open(path));
}
