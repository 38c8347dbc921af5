// SPDX-License-Identifier: Apache-2.0
// One set-up at a time in one clone. The lock only spares the second one the work: correctness rests on the renames
// (see main.mjs), so taking over a lock whose holder has died needs no more care than looking for the process.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_INTERVAL_MS = 200;

/**
 * Runs `work` while this process holds the lock file, and removes it afterwards.
 * @param {string} path
 * @param {AbortSignal} signal ends the waiting; the work has to look at it itself
 * @param {() => Promise<void>} work
 */
export async function withLock(path, signal, work) {
  let said = false;
  while (!take(path)) {
    const holder = holderOf(path);
    if (holder === undefined) {
      rmSync(path, { force: true });
      continue;
    }
    if (!said) process.stdout.write(`set-up: waiting for the one that process ${holder} runs\n`);
    said = true;
    await sleep(POLL_INTERVAL_MS, undefined, { signal });
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Whether a process of this number exists, whoever owns it.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Whether the lock file could be created. It is made elsewhere and linked, so that it is never seen without the number
 * of its holder in it.
 * @param {string} path
 */
function take(path) {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, `${process.pid}\n`);
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * The process that holds the lock, or undefined when it has ended or never wrote its number.
 * @param {string} path
 */
function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}
