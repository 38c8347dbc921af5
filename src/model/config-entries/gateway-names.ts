// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from './entry.ts';
import type { FindEntry } from './kind.ts';
import { refused } from './meta.ts';

/** A gateway is of one kind: its proxies would not know which entry is theirs. */
export function refuseNamesake({ Kind, Name }: ConfigEntry, other: string, find: FindEntry): void {
  if (find(other, Name) === undefined) return;
  const [kind, name, taken] = [Kind, Name, other].map((text) => JSON.stringify(text));
  throw refused(
    `cannot create a ${kind} config entry with name ${name}, a ${taken} config entry with that name already exists`,
  );
}
