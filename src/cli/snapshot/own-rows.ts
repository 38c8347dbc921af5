// SPDX-License-Identifier: Apache-2.0
// The rows of a snapshot of ours: a line each, [table, key, value] in JSON.
import type { Counted, RowReader } from './row-reader.ts';

/** By table: Consul's names for what is in it, where it has one. */
const NAMES: Readonly<Record<string, string>> = {
  autopilot: 'Autopilot',
  'ca-config': 'ConnectCAConfig',
  'ca-roots': 'ConnectCA',
  checks: 'Register',
  cluster: 'SystemMetadata',
  'config-entries': 'ConfigEntry',
  coordinates: 'CoordinateBatchUpdate',
  kv: 'KVS',
  nodes: 'Register',
  'peering-secrets': 'PeeringSecret',
  peerings: 'Peering',
  'prepared-queries': 'PreparedQuery',
  services: 'Register',
  sessions: 'Session',
  'trust-bundles': 'PeeringTrustBundle',
  'virtual-ips': 'ServiceVirtualIP',
};

/** Tables that have one of Consul's names. */
export const namedTables: readonly string[] = Object.keys(NAMES);

const NEWLINE = 0x0a;
// The largest value that a key may have, as text, and then some.
const MAX_LINE_BYTES = 64 * 1024 * 1024;

export class OwnRows implements RowReader {
  #parts: Buffer[] = [];
  #length = 0;

  take(chunk: Buffer, count: (row: Counted) => void): void {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      this.#parts.push(chunk.subarray(begin, end));
      const line = Buffer.concat(this.#parts);
      count(rowOf(line));
      [this.#parts, this.#length, begin] = [[], 0, end + 1];
    }
    const rest = chunk.subarray(begin);
    this.#length += rest.length;
    if (this.#length > MAX_LINE_BYTES) throw new Error('a row is too large');
    if (rest.length > 0) this.#parts.push(rest);
  }

  finish(): void {
    if (this.#length > 0) throw new Error('the last row breaks off');
  }
}

function rowOf(line: Buffer): Counted {
  const row = parsed(line.toString('utf8'));
  const [table, , value] = row;
  if (typeof table !== 'string') throw new Error('a line of it is no row');
  const counted = { name: NAMES[table] ?? table, bytes: line.length + 1 };
  if (table !== 'kv') return counted;
  const { entry } = value as { entry?: { Key?: unknown } };
  return typeof entry?.Key === 'string' ? { ...counted, key: entry.Key } : counted;
}

function parsed(text: string): readonly unknown[] {
  try {
    const row: unknown = JSON.parse(text);
    if (Array.isArray(row) && typeof row[2] === 'object' && row[2] !== null) return row;
  } catch {
    // Told below, like everything else that is no row.
  }
  throw new Error('a line of it is no row');
}
