// SPDX-License-Identifier: Apache-2.0
// Chooses the log driver: SQLite in the data directory, or memory when there is none (-dev).
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log/log.ts';
import { openMemoryLog } from '../log/memory/store.ts';
import { openSqliteLog } from '../log/sqlite/store.ts';

export const STORE_FILE = 'causeway.db';

/** Throws an error that says what to do when the directory can't be used. */
export async function openStorage(dataDir: string | undefined): Promise<Log> {
  if (dataDir === undefined) return openMemoryLog();
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`data_dir "${dataDir}" can't be written: ${reason}`, { cause: error });
  }
  return openSqliteLog(join(dataDir, STORE_FILE));
}
