// SPDX-License-Identifier: Apache-2.0
// Rows in one SQLite file, written by a worker thread so that a sync never blocks the event loop.
// In: batches of rows. Out: a promise that resolves after the transaction is synced (WAL, FULL).
import { Worker } from 'node:worker_threads';
import { EmbeddedLog, type EmbeddedOptions, type Loaded, type Store } from '../embedded.ts';
import type { Revision } from '../log.ts';
import type { StoreWrite } from '../row-ledger.ts';
import type { WorkerReply, WorkerRequest, WorkerWrite } from './worker.ts';

/** The file is from a newer format, is not ours, or can't be read or written. The message says what to do. */
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

  async load(): Promise<Loaded> {
    const reply = await this.#call({ kind: 'load' });
    if (reply.kind !== 'loaded') throw new StoreError('the storage thread gave no rows');
    const rows = reply.rows.map(([table, key, value, createRevision, modifyRevision]) => {
      return { table, key, value: parsed(table, key, value), createRevision, modifyRevision };
    });
    return { reserved: reply.reserved, rows };
  }

  async persist(writes: readonly StoreWrite[], reserved: Revision | undefined): Promise<number> {
    let bytes = 0;
    const rows = writes.map((write): WorkerWrite => {
      const { table, key, value, createRevision, modifyRevision } = write;
      const text = value === undefined ? undefined : JSON.stringify(value);
      bytes += text?.length ?? 0;
      return [table, key, text, createRevision, modifyRevision];
    });
    await this.#call({ kind: 'persist', writes: rows, reserved });
    return bytes;
  }

  async close(): Promise<void> {
    try {
      if (this.#failure === undefined) await this.#call({ kind: 'close' });
    } finally {
      await this.#worker.terminate();
    }
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

function parsed(table: string, key: string, text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new StoreError(`the stored row ${table} ${key} is damaged: restore a backup`, {
      cause: error,
    });
  }
}

/** A log whose acknowledged changes survive a crash; `path` is the database file. */
export async function openSqliteLog(path: string, options?: EmbeddedOptions): Promise<EmbeddedLog> {
  const store = await SqliteStore.open(path);
  try {
    return await EmbeddedLog.open(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}
