// SPDX-License-Identifier: Apache-2.0
// The compiler of discovery chains. In: the name of a service and the entries about it and whatever they lead to. Out:
// routes, splits, resolvers and targets, put together; Refusal when the entries contradict each other.
import { DEFAULT_NAME } from '../tenancy.ts';
import {
  type ChainNode,
  type ChainRoute,
  type CompiledChain,
  nodeKey,
  type ResolverNode,
} from './compiled.ts';
import { chainCustomizationHash } from './customization.ts';
import { graphError, OneProtocol } from './one-protocol.ts';
import { isHttpLike } from './protocol.ts';
import type { ChainRequest, Customised } from './request.ts';
import { Resolvers } from './resolvers.ts';
import { flattened, refuseCircles, type Splitter, Splitters } from './splitters.ts';

type Next = ResolverNode | Splitter;

export function compileChain(asked: ChainRequest): CompiledChain {
  const customised: Customised = {};
  const request = withoutRequests(asked, customised);
  const { service, entries } = request;
  const protocols = new OneProtocol(service, entries);
  const resolvers = new Resolvers(request, protocols, customised);
  const splitters = new Splitters(entries, resolvers);
  const routes = routesOf(request, splitters, resolvers, protocols);
  const starts: readonly Next[] = routes?.map(({ next }) => next) ?? [splitters.of(service)];
  const name = `${service}.${DEFAULT_NAME}.${DEFAULT_NAME}`;
  const outer = routes === undefined ? [] : [nodeKey({ Type: 'router', Name: name })];
  for (const start of starts.toReversed()) refuseCircles(start, outer);
  const { protocol } = protocols;
  if ((routes !== undefined || !splitters.isEmpty) && !isHttpLike(protocol)) {
    throw graphError(
      `discovery chain ${JSON.stringify(service)} uses a protocol ${JSON.stringify(protocol)} that does not permit advanced routing or splitting behavior`,
    );
  }
  const nodes = new Map<string, ChainNode>();
  if (routes !== undefined) {
    const Routes = routes.map(({ definition, next }): ChainRoute => ({
      Definition: definition,
      NextNode: nodeKey(next),
    }));
    add(nodes, { Type: 'router', Name: name, Routes });
  }
  for (const start of starts) addReached(nodes, start, resolvers);
  const [StartNode = ''] = nodes.keys();
  return shown(request, { StartNode, nodes, resolvers, protocol, customised });
}

/** Without routers and splitters when the caller speaks what they can't look into. */
function withoutRequests(request: ChainRequest, customised: Customised): ChainRequest {
  const { overrides, entries } = request;
  if (overrides.protocol === '' || isHttpLike(overrides.protocol)) return request;
  const hidden = (entry: unknown): undefined => {
    if (entry !== undefined) customised.protocol = overrides.protocol;
  };
  return {
    ...request,
    entries: {
      ...entries,
      router: (name) => hidden(entries.router(name)),
      splitter: (name) => hidden(entries.splitter(name)),
    },
  };
}

function routesOf(
  { service, entries }: ChainRequest,
  splitters: Splitters,
  resolvers: Resolvers,
  protocols: OneProtocol,
): { definition: ChainRoute['Definition']; next: Next }[] | undefined {
  const router = entries.router(service);
  if (router === undefined) return undefined;
  protocols.meet(service);
  const routes = (router.Routes ?? []).map((definition) => {
    const { Service = service, ServiceSubset = '' } = definition.Destination ?? {};
    const next =
      ServiceSubset === '' ? splitters.of(Service) : resolvers.of(Service, ServiceSubset);
    return { definition, next };
  });
  // Whatever fits no route goes to the service itself.
  const Destination = { Service: service, Namespace: DEFAULT_NAME, Partition: DEFAULT_NAME };
  const definition = { Match: { HTTP: { PathPrefix: '/' } }, Destination };
  return [...routes, { definition, next: splitters.of(service) }];
}

function add(nodes: Map<string, ChainNode>, node: ChainNode): void {
  nodes.set(nodeKey(node), node);
}

/** Adds a node with all that can be reached from it. */
function addReached(nodes: Map<string, ChainNode>, start: Next, resolvers: Resolvers): void {
  if (start.Type === 'resolver') return add(nodes, start);
  const splitter = flattened(start);
  add(nodes, splitter);
  for (const { NextNode } of splitter.Splits) {
    const node = resolvers.nodes.get(NextNode.slice('resolver:'.length));
    if (node !== undefined) add(nodes, node);
  }
}

interface Assembled {
  readonly StartNode: string;
  readonly nodes: ReadonlyMap<string, ChainNode>;
  readonly resolvers: Resolvers;
  readonly protocol: string;
  readonly customised: Customised;
}

function shown(request: ChainRequest, chain: Assembled): CompiledChain {
  const { service, entries, overrides, virtualIps } = request;
  const { StartNode, nodes, resolvers, customised } = chain;
  const Protocol = overrides.protocol || chain.protocol;
  if (Protocol !== chain.protocol) customised.protocol = Protocol;
  const hash = chainCustomizationHash(customised);
  const defaults = entries.serviceDefaults(service);
  const extensions = [
    ...(entries.proxyDefaults()?.EnvoyExtensions ?? []),
    ...(defaults?.EnvoyExtensions ?? []),
  ];
  const start = nodes.get(StartNode);
  const isDefault =
    start?.Type === 'resolver' &&
    start.Resolver.Default === true &&
    resolvers.targets.get(start.Resolver.Target)?.Service === service;
  return {
    ServiceName: service,
    Namespace: DEFAULT_NAME,
    Partition: DEFAULT_NAME,
    Datacenter: request.datacenter,
    ...(hash === '' ? {} : { CustomizationHash: hash }),
    ...(isDefault ? { Default: true } : {}),
    Protocol,
    ...(Object.keys(defaults?.Meta ?? {}).length > 0 ? { ServiceMeta: defaults?.Meta ?? {} } : {}),
    ...(extensions.length > 0 ? { EnvoyExtensions: extensions } : {}),
    StartNode,
    Nodes: byKey(nodes),
    Targets: byKey(resolvers.targets),
    AutoVirtualIPs: virtualIps?.auto ?? null,
    ManualVirtualIPs: virtualIps?.manual ?? null,
  };
}

function byKey<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
