// SPDX-License-Identifier: Apache-2.0
import { rowKey, type Tenancy } from '../tenancy.ts';

/** What is stored at a key. */
export interface KvEntry {
  readonly Key: string;
  /** Base64, as the API shows it; '' for no bytes. */
  readonly Value: string;
  /** An unsigned number of 64 bits: as text where a number can't hold it. */
  readonly Flags: number | string;
  /** How often the lock has been taken. */
  readonly LockIndex: number;
  /** The session that holds the lock; '' when none does. */
  readonly Session: string;
}

export interface KvRow {
  readonly tenancy: Tenancy;
  readonly entry: KvEntry;
}

// oxlint-disable-next-line no-control-regex -- it tells ASCII from the rest
const ASCII = /^[\0-\x7f]*$/;

/**
 * Unlike names, keys are told apart by the case of letters, and every character counts. The characters of a row's key
 * are the bytes of its key, since that is the order in which Consul lists them.
 */
export function kvKey(tenancy: Tenancy, key: string): string {
  return `${rowKey(tenancy)}/${ASCII.test(key) ? key : Buffer.from(key).toString('latin1')}`;
}
