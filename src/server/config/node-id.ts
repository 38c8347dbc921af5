// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { reason } from './sources/files.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The node's id: the configured one, else the one kept in the data directory, else a new one, which is kept
 * there from now on. Without a data directory (dev mode) a new one each time. Throws ConfigError.
 */
export function settleNodeId(
  config: { readonly nodeId: string | undefined; readonly dataDir: string | undefined },
  newId: () => string,
): string {
  const { nodeId, dataDir } = config;
  if (nodeId !== undefined) return nodeId;
  if (dataDir === undefined) return newId();
  const file = join(dataDir, 'node-id');
  const kept = readIfPresent(file)?.trim().toLowerCase();
  if (kept === undefined) {
    const id = newId();
    keep(dataDir, file, id);
    return id;
  }
  if (UUID.test(kept)) return kept;
  throw new ConfigError([`${file} does not hold a node id; remove it to have a new one made`]);
}

function keep(dataDir: string, file: string, id: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, id, { mode: 0o600 });
  } catch (error) {
    const why = reason(error, 'open', file);
    throw new ConfigError([`data_dir ${JSON.stringify(dataDir)} can't be written: ${why}`]);
  }
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
