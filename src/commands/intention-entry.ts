// SPDX-License-Identifier: Apache-2.0
// Changes one intention within the entry of its destination. What entries keep to (their checks, their order, what
// they may not contradict) is kept to here by writing them as everybody does.
import type { Write } from '../log/log.ts';
import { configEntryKey } from '../model/config-entries/entry.ts';
import type {
  ServiceIntentions,
  SourceIntention,
} from '../model/config-entries/service-intentions/schema.ts';
import { structurallyEqual } from '../model/equal.ts';
import { localTenancy } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { configEntries } from '../state/tables/config-entries.ts';
import { deleteConfigEntry } from './delete-config-entry.ts';
import { putConfigEntry } from './put-config-entry.ts';

const KIND = 'service-intentions';
const LEGACY = ['LegacyID', 'LegacyMeta', 'LegacyCreateTime', 'LegacyUpdateTime'] as const;

export function intentionsOf(read: Read, destination: string): ServiceIntentions | undefined {
  const row = read.get(configEntries, configEntryKey(localTenancy, KIND, destination));
  return row?.value.entry as ServiceIntentions | undefined;
}

export function isSameSource(a: SourceIntention, name: string, peer: string): boolean {
  return a.Name === name && (a.Peer ?? '').toLowerCase() === peer.toLowerCase();
}

/**
 * The writes that give a destination these sources, as its entry says them: those that had ids of their own lose
 * them. Without any, the entry goes.
 */
export function sourcesWrites(
  read: Read,
  destination: string,
  sources: readonly SourceIntention[],
): readonly Write[] {
  if (sources.length === 0) {
    return deleteConfigEntry.decide(read, { kind: KIND, name: destination }).writes;
  }
  const present = intentionsOf(read, destination);
  const entry = { ...present, Kind: KIND, Name: destination, Sources: sources };
  return putConfigEntry.decide(read, { entry: entry as never }).writes;
}

/** The same for sources that all have ids, and keep them. */
export function legacySourcesWrites(
  read: Read,
  destination: string,
  sources: readonly SourceIntention[],
): readonly Write[] {
  const plain = sources.map((source) => withoutLegacy(source));
  const writes = sourcesWrites(read, destination, plain);
  return sources.length === 0 ? writes : withLegacy(read, destination, writes, sources);
}

/** Puts back what an entry of everybody's can't say: the ids and times of intentions that have some. */
function withLegacy(
  read: Read,
  destination: string,
  writes: readonly Write[],
  sources: readonly SourceIntention[],
): readonly Write[] {
  const key = configEntryKey(localTenancy, KIND, destination);
  const isEntry = ({ table, key: of }: Write) => table === configEntries.name && of === key;
  const written = writes.find(isEntry)?.value as { entry: ServiceIntentions } | undefined;
  const present = read.get(configEntries, key)?.value;
  const base = written ?? present;
  if (base === undefined) return writes;
  const entry = base.entry as ServiceIntentions;
  const Sources = entry.Sources.map((source) => {
    const own = sources.find(({ Name, Peer = '' }) => isSameSource(source, Name, Peer));
    return { ...withoutLegacy(source), ...legacyOf(own) };
  });
  const value = { ...base, entry: { ...entry, Sources } };
  if (structurallyEqual(value, present)) return [];
  const rest = writes.filter((write) => !isEntry(write));
  return [...rest, { table: configEntries.name, key, value }];
}

function legacyOf(source: SourceIntention | undefined): Partial<SourceIntention> {
  const kept = LEGACY.filter((field) => source?.[field] !== undefined);
  return Object.fromEntries(kept.map((field) => [field, source?.[field]]));
}

function withoutLegacy(source: SourceIntention): SourceIntention {
  const fields = Object.entries(source).filter(([field]) => !LEGACY.includes(field as never));
  return Object.fromEntries(fields) as unknown as SourceIntention;
}
