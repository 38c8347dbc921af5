// SPDX-License-Identifier: Apache-2.0
// node_modules, the project's own Node among them, exactly as package-lock.json says.
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';

/**
 * One package in a lock file, as far as it matters here.
 * @typedef {{ version: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Locked
 */

/**
 * Whether node_modules holds what the lock file says. Compared with the list that npm itself writes last of all, so an
 * `npm ci` by hand counts, and one that was interrupted does not.
 * @param {string} root
 */
export function modulesAreInstalled(root) {
  const present = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesIn(join(root, 'package-lock.json'));
  if (present === undefined || wanted === undefined) return false;
  if (!existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  for (const [path, entry] of wanted) {
    const found = present.get(path);
    if (found === undefined) {
      if (isForThisMachine(entry)) return false;
    } else if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return false;
    }
  }
  return [...present.keys()].every((path) => wanted.has(path));
}

/**
 * @param {string} root
 * @param {string} work an empty folder beside the place
 * @param {AbortSignal} signal
 */
export async function installModules(root, work, signal) {
  const place = join(root, 'node_modules');
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(join(root, file), join(work, file));
  }
  await runCommand(
    'installing the packages of package-lock.json, the pinned Node among them (300 MB on disk)',
    'npm',
    ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'],
    { cwd: work, signal },
  );
  if (!existsSync(join(work, 'node_modules', '.bin', 'node'))) {
    throw new Error(`no Node is packaged for ${process.platform} on ${process.arch}`);
  }
  if (modulesAreInstalled(root)) return;
  if (existsSync(place)) renameSync(place, join(work, 'replaced'));
  renameSync(join(work, 'node_modules'), place);
}

/**
 * @param {string} path of a lock file
 * @returns {Map<string, Locked> | undefined} by folder, without the project itself; undefined when it can't be read
 */
function packagesIn(path) {
  try {
    const { packages } = JSON.parse(readFileSync(path, 'utf8'));
    const byFolder = new Map(Object.entries(packages));
    byFolder.delete('');
    return byFolder;
  } catch {
    return undefined;
  }
}

/**
 * Whether npm installs the package here. Which C library this machine has is not worth finding out: packages that
 * differ by it count as not for this machine.
 * @param {Locked} entry
 */
function isForThisMachine({ optional, os, cpu, libc }) {
  if (!optional) return true;
  return allows(os, process.platform) && allows(cpu, process.arch) && libc === undefined;
}

/**
 * @param {string[] | undefined} list
 * @param {string} value
 */
function allows(list, value) {
  return list === undefined || list.includes(value);
}
