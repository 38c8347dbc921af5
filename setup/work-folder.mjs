// SPDX-License-Identifier: Apache-2.0
// Where a part is put together before it is renamed into its place: a folder of this process on the same file system.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.mjs';

/**
 * Runs `work` with a new folder, and removes the folder afterwards; also those of set-ups that were killed.
 * @param {string} root
 * @param {(folder: string) => Promise<void>} work
 */
export async function withWorkFolder(root, work) {
  const tools = join(root, '.tools');
  for (const name of readdirSync(tools)) {
    const [, pid] = /^work-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) remove(join(tools, name));
  }
  const folder = join(tools, `work-${process.pid}`);
  mkdirSync(folder);
  try {
    await work(folder);
  } finally {
    remove(folder);
  }
}

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
