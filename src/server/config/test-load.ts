// SPDX-License-Identifier: Apache-2.0
// Loads configurations for tests: from arguments and files that exist for one case only, on a machine
// that is made up.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseFlags } from '../../cli/flags.ts';
import type { InterfaceAddress, Machine } from './addresses/machine.ts';
import type { AgentConfig } from './agent-config.ts';
import { ConfigError } from './config-error.ts';
import { agentFlags } from './flags.ts';
import { loadAgentConfig } from './load.ts';

/** An address of an interface; of `lo` it is a loopback address. */
export const at = (name: string, address: string): InterfaceAddress => ({
  interface: name,
  address,
  family: address.includes(':') ? 6 : 4,
  isLoopback: name === 'lo',
});
const loopback = [at('lo', '127.0.0.1'), at('lo', '::1')];
/** A machine with a loopback and these addresses. */
export const machineWith = (...addresses: InterfaceAddress[]): Machine => ({
  hostname: () => 'host-1',
  addresses: () => [...loopback, ...addresses],
  runsSystemd: () => false,
});
const MACHINE = machineWith(at('eth0', '10.0.0.5'), at('eth0', 'fe80::5'));

export type Files = Readonly<Record<string, string>>;

/** Runs `use` in a folder with these files, and removes it. */
export function inFolder<T>(files: Files, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'agent-config-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The configuration from these arguments; `$` in them is a folder with these files. */
export function load(
  argv: readonly string[],
  files: Files = {},
  on: Machine = MACHINE,
): AgentConfig {
  return inFolder(files, (folder) => {
    const words = argv.map((word) => word.replaceAll('$', folder));
    return loadAgentConfig(parseFlags(agentFlags, words), on);
  });
}

/** The message of the error instead, with `$` for the folder. */
export function refusal(argv: readonly string[], files: Files = {}, on: Machine = MACHINE): string {
  return inFolder(files, (folder) => {
    const words = argv.map((word) => word.replaceAll('$', folder));
    try {
      loadAgentConfig(parseFlags(agentFlags, words), on);
    } catch (error) {
      assert.ok(error instanceof ConfigError, String(error));
      return error.message.replaceAll(folder, '$');
    }
    assert.fail('the configuration was accepted');
  });
}

/** Arguments of a server that can start. */
export const server = ['-server', '-data-dir=$/data', '-bind=127.0.0.1'];
export const withHcl = (hcl: string): AgentConfig => load([...server, '-hcl', hcl]);
