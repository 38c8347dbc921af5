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

/** Unlike names, keys are told apart by the case of letters, and every character counts. */
export const kvKey = (tenancy: Tenancy, key: string): string => `${rowKey(tenancy)}/${key}`;

/** The folder of a key or a prefix: all up to its last slash; '' at the top. */
export const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

/** The folders that a key lies in, but for the top. */
export function foldersOf(key: string): readonly string[] {
  const folders: string[] = [];
  for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
    folders.push(key.slice(0, at + 1));
  }
  return folders;
}
