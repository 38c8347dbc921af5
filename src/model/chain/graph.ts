// SPDX-License-Identifier: Apache-2.0
// Whether entries still fit each other after a change of one. In: the entries as they would be, and what changes. Out:
// Refusal with Consul's text when a chain, a gateway, an intention or an export would make no sense any more. Only
// the chains that the entry touches are compiled.
import type { ConfigEntry } from '../config-entries/entry.ts';
import type { IngressGateway } from '../config-entries/ingress-gateway/schema.ts';
import type { FindEntry } from '../config-entries/kind.ts';
import type { ServiceIntentions } from '../config-entries/service-intentions/schema.ts';
import { compileChain } from './compile.ts';
import type { CompiledChain } from './compiled.ts';
import { chainEntries } from './entries.ts';
import { CHAIN_KINDS, servicesOfIngress } from './links.ts';
import { graphError } from './one-protocol.ts';
import {
  checkAllExported,
  checkExported,
  checkExportedTargets,
  isExported,
} from './peer-exports.ts';
import { isHttpLike } from './protocol.ts';
import { NO_OVERRIDES } from './request.ts';

export interface EntryGraph {
  /** An entry as it would be. */
  readonly find: FindEntry;
  /** An entry as it is. */
  readonly findPresent: FindEntry;
  /** The entries of a kind as they would be. */
  readonly ofKind: (kind: string) => readonly ConfigEntry[];
  /** The entries that name a service, as they would be. */
  readonly linkedTo: (service: string) => readonly ConfigEntry[];
}

export interface EntryChange {
  readonly kind: string;
  readonly name: string;
  /** undefined when it is deleted. */
  readonly entry: ConfigEntry | undefined;
}

/** What a change touches. */
interface Touched {
  readonly chains: Set<string>;
  readonly ingresses: readonly IngressGateway[];
  readonly intentions: readonly ServiceIntentions[];
}

const isChainKind = (kind: string): boolean => (CHAIN_KINDS as readonly string[]).includes(kind);

export function checkGraph(graph: EntryGraph, change: EntryChange): void {
  if (change.kind === 'exported-services') return checkAllExported(graph);
  const { chains, ingresses, intentions } = touchedBy(graph, change);
  for (const ingress of ingresses) {
    for (const { Name } of servicesOfIngress(ingress)) chains.add(Name);
  }
  for (const { Name } of intentions) chains.add(Name);
  const compiled = new Map([...chains].map((name) => [name, compiledIn(graph, name)]));
  const isStrict = change.kind === 'ingress-gateway';
  for (const ingress of ingresses) checkIngress(ingress, compiled, isStrict);
  for (const { Name } of intentions.filter(hasPermissions)) checkPermissions(Name, compiled);
}

function touchedBy(graph: EntryGraph, { kind, name, entry }: EntryChange): Touched {
  const nothing: Touched = { chains: new Set(), ingresses: [], intentions: [] };
  switch (kind) {
    case 'service-intentions':
      return entry === undefined || name === '*'
        ? nothing
        : { ...nothing, intentions: [entry as ServiceIntentions] };
    case 'ingress-gateway':
      return entry === undefined ? nothing : { ...nothing, ingresses: [entry as IngressGateway] };
    case 'proxy-defaults':
      return {
        chains: new Set(CHAIN_KINDS.flatMap((one) => graph.ofKind(one).map(({ Name }) => Name))),
        ingresses: graph.ofKind('ingress-gateway') as readonly IngressGateway[],
        intentions: graph.ofKind('service-intentions').filter(hasPermissions),
      };
    case 'service-defaults':
    case 'service-resolver':
    case 'service-router':
    case 'service-splitter':
      return touchedByService(graph, name);
    default:
      return nothing;
  }
}

function touchedByService(graph: EntryGraph, name: string): Touched {
  const linked = graph.linkedTo(name);
  const chains = new Set([name]);
  for (const { Kind, Name } of linked) if (isChainKind(Kind)) chains.add(Name);
  const intentions = [...leadingTo(graph, name)].flatMap((service) => {
    return graph.find('service-intentions', service) ?? [];
  });
  return {
    chains,
    ingresses: linked.filter(({ Kind }) => Kind === 'ingress-gateway') as IngressGateway[],
    intentions: intentions as readonly ConfigEntry[] as readonly ServiceIntentions[],
  };
}

/** The services whose chains lead to one, from however far: with an intention they are looked at like its neighbours. */
function leadingTo(graph: EntryGraph, service: string): ReadonlySet<string> {
  const found = new Set([service]);
  for (const name of found) {
    for (const { Kind, Name } of graph.linkedTo(name)) if (isChainKind(Kind)) found.add(Name);
  }
  return found;
}

function hasPermissions(entry: ConfigEntry): entry is ServiceIntentions {
  const { Name, Sources } = entry as ServiceIntentions;
  return Name !== '*' && Sources.some(({ Permissions = [] }) => Permissions.length > 0);
}

/** Where and by whom it is called changes nothing in whether a chain makes sense. */
const ANYWHERE = {
  datacenter: 'dc1',
  trustDomain: 'consul',
  overrides: NO_OVERRIDES,
  virtualIps: null,
};

function compiledIn({ find, findPresent }: EntryGraph, service: string): CompiledChain {
  const chain = compileChain({ ...ANYWHERE, service, entries: chainEntries(find, service) });
  if (!isExported(find, service)) return chain;
  checkExported(find, service);
  if (isHttpLike(chain.Protocol)) return chain;
  const before = compileChain({
    ...ANYWHERE,
    service,
    entries: chainEntries(findPresent, service),
  });
  checkExportedTargets(before, chain);
  return chain;
}

// A gateway that passes bytes through can take any service whose calls no router or splitter has to look into.
function checkIngress(
  ingress: IngressGateway,
  compiled: ReadonlyMap<string, CompiledChain>,
  isStrict: boolean,
): void {
  for (const { Name, Protocol } of servicesOfIngress(ingress)) {
    const chain = compiled.get(Name);
    if (chain === undefined || chain.Protocol === Protocol) continue;
    const passes = Protocol === 'tcp' && chain.StartNode.startsWith('resolver:');
    if (passes && !isStrict) continue;
    const [name, theirs, ours] = [Name, chain.Protocol, Protocol].map((x) => JSON.stringify(x));
    throw graphError(
      `service ${name} has protocol ${theirs}, which does not match defined listener protocol ${ours}`,
    );
  }
}

function checkPermissions(name: string, compiled: ReadonlyMap<string, CompiledChain>): void {
  const protocol = compiled.get(name)?.Protocol ?? 'tcp';
  if (isHttpLike(protocol)) return;
  throw graphError(
    `service ${JSON.stringify(name)} has protocol ${JSON.stringify(protocol)}, which is incompatible with L7 intentions permissions`,
  );
}
