// SPDX-License-Identifier: Apache-2.0
// What the chain of a service must not do while the service is exported to peers: lead out of the cluster, since
// peers are told of one gateway and one identity each.
import type { ConfigEntry } from '../config-entries/entry.ts';
import type { ExportedServices } from '../config-entries/exported-services/schema.ts';
import type { FindEntry } from '../config-entries/kind.ts';
import type { ServiceResolver } from '../config-entries/service-resolver/schema.ts';
import type { ChainTarget, CompiledChain } from './compiled.ts';
import { CHAIN_KINDS, reachedServices } from './links.ts';
import { graphError } from './one-protocol.ts';

interface Entries {
  readonly find: FindEntry;
  readonly ofKind: (kind: string) => readonly ConfigEntry[];
}

/** The names that an entry exports to peers; '*' for all. */
function exportsOf(find: FindEntry): readonly string[] {
  const entry = find('exported-services', 'default') as ExportedServices | undefined;
  const toPeers = (entry?.Services ?? []).filter(({ Consumers = [] }) => {
    return Consumers.some(({ Peer }) => (Peer ?? '') !== '');
  });
  return toPeers.map(({ Name }) => Name);
}

export function isExported(find: FindEntry, service: string): boolean {
  return exportsOf(find).some((name) => {
    return name === service || (name === '*' && CHAIN_KINDS.some((kind) => find(kind, service)));
  });
}

/** Refusal when the chain of any service that is exported leads out. */
export function checkAllExported({ find, ofKind }: Entries): void {
  const names = exportsOf(find).flatMap((name) => {
    if (name !== '*') return [name];
    // Only entries can lead out, so services without one need no look.
    return CHAIN_KINDS.flatMap((kind) => ofKind(kind).map(({ Name }) => Name));
  });
  for (const name of [...new Set(names)].sort()) checkExported(find, name);
}

/** Refusal when the chain of an exported service leads out. */
export function checkExported(find: FindEntry, name: string): void {
  for (const reached of reachedServices(find, name)) {
    const resolver = find('service-resolver', reached) as ServiceResolver | undefined;
    const problem = resolver === undefined ? undefined : wayOut(resolver);
    if (problem === undefined) continue;
    throw graphError(`peer exported service ${JSON.stringify(name)} contains ${problem}`);
  }
}

function wayOut({ Redirect, Failover = {} }: ServiceResolver): string | undefined {
  if (Redirect?.Datacenter !== undefined) return 'cross-datacenter resolver redirect';
  if (Redirect?.Peer !== undefined) return 'cross-peer resolver redirect';
  const leads = Object.values(Failover).some(({ Datacenters = [], Targets = [] }) => {
    return Datacenters.length > 0 || Targets.some(({ Datacenter }) => Datacenter !== undefined);
  });
  return leads ? 'cross-datacenter failover' : undefined;
}

/** Peers know the identities of a service that passes bytes: it can't get further ones, but for those that stand in. */
export function checkExportedTargets(before: CompiledChain, after: CompiledChain): void {
  const known = new Set(mainTargets(before).map(identityOf));
  const added = mainTargets(after).find((target) => !known.has(identityOf(target)));
  if (added === undefined) return;
  const [name, protocol, id] = [after.ServiceName, after.Protocol, added.ID].map((text) =>
    JSON.stringify(text),
  );
  throw graphError(
    `peer exported service ${name} uses protocol=${protocol} and cannot introduce new discovery chain targets like ${id}`,
  );
}

/** Where calls end as long as nothing fails. */
function mainTargets({ Nodes, Targets }: CompiledChain): readonly ChainTarget[] {
  const standIns = new Set(
    Object.values(Nodes).flatMap((node) => {
      return node.Type === 'resolver' ? (node.Resolver.Failover?.Targets ?? []) : [];
    }),
  );
  return Object.values(Targets).filter(({ ID }) => !standIns.has(ID));
}

const identityOf = ({ Service, Datacenter = '', Peer = '' }: ChainTarget): string =>
  JSON.stringify([Service, Datacenter, Peer]);
