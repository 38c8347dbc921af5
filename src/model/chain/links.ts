// SPDX-License-Identifier: Apache-2.0
// Which services an entry leads to. It is an index of the entries: a change of one service's entries concerns the
// chains of those that lead to it, and no others.
import type { ConfigEntry } from '../config-entries/entry.ts';
import type { IngressGateway } from '../config-entries/ingress-gateway/schema.ts';
import type { FindEntry } from '../config-entries/kind.ts';
import type { ServiceResolver } from '../config-entries/service-resolver/schema.ts';
import type { ServiceRouter } from '../config-entries/service-router/schema.ts';
import type { ServiceSplitter } from '../config-entries/service-splitter/schema.ts';
import type { TerminatingGateway } from '../config-entries/terminating-gateway/schema.ts';

/** Kinds whose entries make the chain of the service that they are named after. */
export const CHAIN_KINDS = ['service-router', 'service-splitter', 'service-resolver'] as const;

/** The services that an entry names, each once; of those that make a chain only others than their own. */
export function linkedServices(entry: ConfigEntry): readonly string[] {
  const names = new Set(namesIn(entry));
  names.delete('');
  if ((CHAIN_KINDS as readonly string[]).includes(entry.Kind)) names.delete(entry.Name);
  return [...names];
}

function namesIn(entry: ConfigEntry): readonly string[] {
  switch (entry.Kind) {
    case 'service-router':
      return ((entry as ServiceRouter).Routes ?? []).map((route) => {
        return route.Destination?.Service ?? '';
      });
    case 'service-splitter':
      return ((entry as ServiceSplitter).Splits ?? []).map((split) => split.Service ?? '');
    case 'service-resolver':
      return namesOfResolver(entry as ServiceResolver);
    case 'ingress-gateway':
      return servicesOfIngress(entry as IngressGateway).map(({ Name }) => Name);
    case 'terminating-gateway':
      return ((entry as TerminatingGateway).Services ?? [])
        .map(({ Name = '' }) => Name)
        .filter((name) => name !== '*');
    default:
      return [];
  }
}

function namesOfResolver({ Redirect, Failover = {} }: ServiceResolver): readonly string[] {
  const stepIns = Object.values(Failover).flatMap(({ Service, Targets = [] }) => {
    // What a peer has is nothing of ours.
    const ours = Targets.filter(({ Peer }) => Peer === undefined);
    return [Service, ...ours.map((target) => target.Service)];
  });
  return [Redirect?.Service, ...stepIns].map((name) => name ?? '');
}

/** The services that a gateway names, with the protocol of their listener. */
export function servicesOfIngress({ Listeners }: IngressGateway) {
  return (Listeners ?? []).flatMap(({ Protocol, Services }) => {
    return (Services ?? [])
      .filter(({ Name }) => Name !== '*')
      .map(({ Name }) => ({ Name, Protocol }));
  });
}

/** The services that a chain can lead to: it has one router, then splitters, then resolvers, each leading to more. */
export function reachedServices(find: FindEntry, service: string): ReadonlySet<string> {
  const router = find('service-router', service);
  const names = new Set([service, ...(router === undefined ? [] : linkedServices(router))]);
  for (const kind of ['service-splitter', 'service-resolver']) {
    for (const name of names) {
      const entry = find(kind, name);
      for (const next of entry === undefined ? [] : linkedServices(entry)) names.add(next);
    }
  }
  return names;
}
