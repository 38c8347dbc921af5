// SPDX-License-Identifier: Apache-2.0
import type { RequiredPermission } from '../permission.ts';
import type { DecodableKind, DecodedEntry } from './decode.ts';
import type { ConfigEntry } from './entry.ts';

/** Another entry of this cluster, if it exists. */
export type FindEntry = (kind: string, name: string) => ConfigEntry | undefined;

/** Who may read and write an entry; `of: 'Name'` is the entry's name. */
export interface KindPermission {
  readonly read: RequiredPermission;
  readonly write: RequiredPermission;
}

export interface Kind<K extends DecodableKind, E extends ConfigEntry> {
  /** What is stored and shown. Throws Refusal for a name that the kind can't have. */
  readonly normalize: (decoded: DecodedEntry<K>) => E;
  /** Throws Refusal with Consul's text for what can't be meant. */
  readonly validate: (entry: E) => void;
  /** Throws Refusal for what contradicts other entries. */
  readonly checkReferences?: (entry: E, find: FindEntry) => void;
  readonly permission: KindPermission;
  /** What is shown has a Status, which follows from other entries (views/config/api-gateway). */
  readonly hasStatus?: boolean;
}
