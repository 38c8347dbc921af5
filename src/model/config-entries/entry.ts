// SPDX-License-Identifier: Apache-2.0
// What all config entries share. A kind is a folder beside this file with the same file names in each
// (schema, normalize, validate, references, permission); kinds.ts is the visible list.
import { rowKey, type Tenancy } from '../tenancy.ts';

export interface ConfigEntry {
  readonly Kind: string;
  readonly Name: string;
  readonly Meta?: Readonly<Record<string, string>> | null;
}

export interface ConfigEntryRow<E extends ConfigEntry = ConfigEntry> {
  readonly tenancy: Tenancy;
  readonly entry: E;
  /** When it was last written, in ms since the epoch; kept where what is shown says since when it is so. */
  readonly writtenMs?: number;
}

/** Key of an entry's row; the only name of `proxy-defaults` is 'global', of `mesh` 'mesh', of `exported-services` 'default'. */
export const configEntryKey = (tenancy: Tenancy, kind: string, name: string): string =>
  rowKey(tenancy, kind, name);
