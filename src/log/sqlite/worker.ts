// SPDX-License-Identifier: Apache-2.0
// The storage thread: the only one that touches the database file. Answers each request in order.
import { parentPort, workerData } from 'node:worker_threads';
import { Database, type WorkerRow, type WorkerWrite } from './database.ts';

export type { WorkerRow, WorkerWrite } from './database.ts';

export type WorkerRequest =
  | { kind: 'open' | 'load' | 'close' }
  | { kind: 'persist'; writes: WorkerWrite[]; reserved: number | undefined };

export type WorkerReply =
  | { kind: 'done' }
  | { kind: 'loaded'; reserved: number; rows: WorkerRow[] }
  | { kind: 'failed'; message: string };

let database: Database | undefined;

function answer(request: WorkerRequest): WorkerReply {
  if (request.kind === 'open') {
    database = new Database((workerData as { path: string }).path);
    return { kind: 'done' };
  }
  if (database === undefined) throw new Error('the store is not open');
  if (request.kind === 'load') return { kind: 'loaded', ...database.load() };
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
