// SPDX-License-Identifier: Apache-2.0
// Sources of peers in the service-intentions entry of a destination. The endpoints for single intentions know none,
// so the entry is changed as a whole, and only if nobody else has changed it meanwhile.
import type { Client } from '../../client/client.ts';
import { entryPath } from '../config/entry-source.ts';
import { parseExactJson, type Uint64 } from '../../client/exact-json.ts';
import type { Intention } from './shape.ts';

const KIND = 'service-intentions';

interface Source {
  readonly Name: string;
  readonly Peer?: string;
  readonly Namespace?: string;
  readonly Partition?: string;
  readonly Action?: string;
  readonly Description?: string;
  readonly Permissions?: readonly object[];
}

interface Entry {
  readonly Kind: string;
  readonly Name: string;
  readonly Sources: readonly Source[] | null;
  readonly ModifyIndex?: Uint64;
}

/** Whether it was written: not, when there is one of the same source and it may not be replaced. */
export async function putSource(
  client: Client,
  intention: Intention,
  mayReplace: boolean,
): Promise<boolean> {
  const { destination, entry } = await entryOf(client, intention);
  const sources = entry.Sources ?? [];
  if (!mayReplace && sources.some((source) => isSame(source, intention))) return false;
  const written: Source = {
    Name: intention.SourceName,
    ...(intention.SourcePeer ? { Peer: intention.SourcePeer } : {}),
    ...(intention.SourceNS ? { Namespace: intention.SourceNS } : {}),
    ...(intention.SourcePartition ? { Partition: intention.SourcePartition } : {}),
    ...(intention.Action ? { Action: intention.Action } : {}),
    ...(intention.Description ? { Description: intention.Description } : {}),
  };
  const kept = sources.filter((source) => !isSame(source, intention));
  await write(client, destination, { ...entry, Sources: [...kept, written] });
  return true;
}

/** Whether there was one. */
export async function deleteSource(client: Client, intention: Intention): Promise<boolean> {
  const { destination, entry } = await entryOf(client, intention);
  const sources = entry.Sources ?? [];
  const kept = sources.filter((source) => !isSame(source, intention));
  if (kept.length === sources.length) return false;
  if (kept.length > 0) {
    await write(client, destination, { ...entry, Sources: kept });
    return true;
  }
  await ifUnchanged(
    client.json<boolean>({
      method: 'DELETE',
      path: entryPath(KIND, destination.name),
      query: { ...destination.tenant, cas: String(entry.ModifyIndex ?? 0) },
    }),
  );
  return true;
}

async function entryOf(client: Client, intention: Intention) {
  const tenant = {
    ns: intention.DestinationNS || undefined,
    partition: intention.DestinationPartition || undefined,
  };
  const name = intention.DestinationName;
  const text = await client.findText({ path: entryPath(KIND, name), query: tenant });
  const entry = text === undefined ? undefined : parseExactJson<Entry>(text);
  return {
    destination: { name, tenant },
    entry: entry ?? { Kind: KIND, Name: name, Sources: [] },
  };
}

async function write(
  client: Client,
  { tenant }: { readonly tenant: Readonly<Record<string, string | undefined>> },
  { ModifyIndex = 0, ...entry }: Entry,
): Promise<void> {
  const { Hash: _hash, CreateIndex: _index, ...rest } = entry as Entry & Record<string, unknown>;
  await ifUnchanged(
    client.json<boolean>({
      method: 'PUT',
      path: '/v1/config',
      query: { ...tenant, cas: String(ModifyIndex) },
      body: { ...rest, Sources: (entry.Sources ?? []).map(withoutTraces) },
    }),
  );
}

async function ifUnchanged(done: Promise<boolean>): Promise<void> {
  if (!(await done)) throw new Error('the intentions were changed meanwhile, please try again');
}

/** A source without what only the endpoints for single intentions may write. */
function withoutTraces(source: Source): object {
  return Object.fromEntries(Object.entries(source).filter(([name]) => !name.startsWith('Legacy')));
}

function isSame(source: Source, intention: Intention): boolean {
  const tenant = (part: string | undefined) => part || 'default';
  return (
    source.Name === intention.SourceName &&
    (source.Peer ?? '') === (intention.SourcePeer ?? '') &&
    tenant(source.Namespace) === tenant(intention.SourceNS) &&
    tenant(source.Partition) === tenant(intention.SourcePartition)
  );
}
