// SPDX-License-Identifier: Apache-2.0
// What is in the state of a snapshot, counted as it passes. In: its bytes, in chunks, of ours or of Consul's. Out: how
// many rows of each kind there are and how many bytes they take, and the same of keys below a prefix.
import { ConsulRecords } from './consul-records.ts';
import { OwnRows } from './own-rows.ts';
import type { Counted, RowReader } from './row-reader.ts';

export interface Stat {
  readonly Name: string;
  /** Bytes. */
  readonly Sum: number;
  readonly Count: number;
}

export interface StateStats {
  /** The largest first. */
  readonly types: readonly Stat[];
  readonly keys: readonly Stat[];
  readonly totalBytes: number;
  readonly totalKeyBytes: number;
}

/** How keys are put together; undefined: they are not looked at. */
export interface KeyDetails {
  /** Parts of a key, as slashes separate them, that make a group. */
  readonly depth: number;
  readonly prefix: string;
}

const OPENING_BRACKET = 0x5b;

export class StateCounter {
  readonly #details: KeyDetails | undefined;
  readonly #types = new Map<string, Stat>();
  readonly #keys = new Map<string, Stat>();
  #reader: RowReader | undefined;
  #totalBytes = 0;
  #totalKeyBytes = 0;

  constructor(details: KeyDetails | undefined) {
    this.#details = details;
  }

  /** Throws an Error for what is no state. */
  readonly take = (chunk: Buffer): void => {
    if (chunk.length === 0) return;
    this.#reader ??= chunk[0] === OPENING_BRACKET ? new OwnRows() : new ConsulRecords();
    this.#reader.take(chunk, this.#count);
  };

  finish(): StateStats {
    this.#reader?.finish(this.#count);
    return {
      types: ranked(this.#types),
      keys: ranked(this.#keys),
      totalBytes: this.#totalBytes,
      totalKeyBytes: this.#totalKeyBytes,
    };
  }

  readonly #count = ({ name, bytes, key }: Counted): void => {
    this.#totalBytes += bytes;
    add(this.#types, name, bytes);
    if (key === undefined || this.#details === undefined) return;
    const { depth, prefix } = this.#details;
    if (!key.startsWith(prefix)) return;
    this.#totalKeyBytes += bytes;
    add(this.#keys, key.split('/').slice(0, Math.max(depth, 0)).join('/'), bytes);
  };
}

function add(stats: Map<string, Stat>, name: string, bytes: number): void {
  const { Sum = 0, Count = 0 } = stats.get(name) ?? {};
  stats.set(name, { Name: name, Sum: Sum + bytes, Count: Count + 1 });
}

function ranked(stats: ReadonlyMap<string, Stat>): readonly Stat[] {
  return [...stats.values()].sort((a, b) => b.Sum - a.Sum || (a.Name < b.Name ? -1 : 1));
}
