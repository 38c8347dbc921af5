// SPDX-License-Identifier: Apache-2.0
// Set-up: `node setup/main.mjs modules envoy-1.40.0 …` makes sure that each named part is installed, and does
// nothing when it is. In: a clone, Node 20 or later, npm, Python 3 with pip. Out: node_modules as the lock file says,
// Envoy under .tools. Plain JavaScript without dependencies, since it runs before there are any.
// Must never leave a part half installed: each is made in a temporary folder beside its place and renamed into it.
import { mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENVOY_VERSIONS, envoyIsInstalled, installEnvoy } from './envoy.mjs';
import { withLock } from './lock.mjs';
import { installModules, modulesAreInstalled } from './modules.mjs';
import { withWorkFolder } from './work-folder.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What can be asked for, by name.
 * @type {Map<string, { isInstalled: () => boolean, install: (work: string, signal: AbortSignal) => Promise<void> }>}
 */
const parts = new Map();
parts.set('modules', {
  isInstalled: () => modulesAreInstalled(root),
  install: (work, signal) => installModules(root, work, signal),
});
for (const version of ENVOY_VERSIONS) {
  parts.set(`envoy-${version}`, {
    isInstalled: () => envoyIsInstalled(root, version),
    install: (work, signal) => installEnvoy(root, version, work, signal),
  });
}

/** @param {string[]} names */
async function setUp(names) {
  const interruption = new AbortController();
  /** @type {NodeJS.Signals | undefined} */
  let interruptedBy;
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => {
      interruptedBy ??= name;
      interruption.abort(new Error(`interrupted by ${name}`));
    });
  }

  try {
    for (const name of names) {
      const part = parts.get(name);
      if (part === undefined) {
        throw new Error(`no part is named ${name}; there are: ${[...parts.keys()].join(', ')}`);
      }
      if (part.isInstalled()) continue;
      mkdirSync(join(root, '.tools'), { recursive: true });
      await withLock(join(root, '.tools', 'setup.lock'), interruption.signal, async () => {
        if (part.isInstalled()) return;
        await withWorkFolder(root, (work) => part.install(work, interruption.signal));
      });
    }
  } catch (error) {
    process.stderr.write(`set-up: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = interruptedBy === undefined ? 1 : 128 + constants.signals[interruptedBy];
  }
}

await setUp(process.argv.slice(2));
