// SPDX-License-Identifier: Apache-2.0
// Instances told together by the name of their service. In: instances with their checks. Out: one summary a service; what
// sidecars are found to be counts for the service that they speak for, too.
import type { Instance } from '../health/instances.ts';

export interface ServiceSummary {
  readonly Kind?: string;
  readonly Name: string;
  readonly Datacenter: string;
  readonly Tags: readonly string[] | null;
  readonly Nodes: readonly string[] | null;
  readonly ExternalSources: readonly string[] | null;
  readonly InstanceCount: number;
  readonly ChecksPassing: number;
  readonly ChecksWarning: number;
  readonly ChecksCritical: number;
  readonly GatewayConfig: GatewayConfig;
  readonly TransparentProxy: boolean;
  readonly ConnectNative: boolean;
  readonly PeerName?: string;
}

export interface GatewayConfig {
  readonly AssociatedServiceCount?: number;
  readonly Addresses?: readonly string[];
}

/** Summaries by peer and name, and which of them have a sidecar. */
export interface Summaries {
  readonly byKey: ReadonlyMap<string, ServiceSummary>;
  readonly withProxy: ReadonlySet<string>;
}

export const summaryKey = (name: string, peer = ''): string => `${peer}/${name}`;

interface Gathered {
  readonly name: string;
  readonly peer: string;
  kind: string;
  datacenter: string;
  count: number;
  isNative: boolean;
  isTransparent: boolean | undefined;
  readonly tags: Set<string>;
  readonly nodes: Set<string>;
  readonly sources: Set<string>;
  /** The status of each check, by node and id: two instances share their node's. */
  readonly checks: Map<string, string>;
}

export function summarise(instances: readonly Instance[]): Summaries {
  const found = new Map<string, Gathered>();
  const withProxy = new Set<string>();
  const gathered = (name: string, peer: string): Gathered => {
    const key = summaryKey(name, peer);
    const present = found.get(key) ?? nothing(name, peer);
    found.set(key, present);
    return present;
  };
  for (const instance of instances) {
    const { Node, Service, Checks } = instance;
    const { PeerName: peer = '' } = Node;
    const own = gathered(Service.Service, peer);
    gather(own, instance);
    for (const { CheckID, Status } of Checks) own.checks.set(`${Node.Node}/${CheckID}`, Status);
    if (Service.Kind !== 'connect-proxy') continue;
    const name = Service.Proxy.DestinationServiceName ?? '';
    withProxy.add(summaryKey(name, peer));
    const spokenFor = gathered(name, peer);
    const isTransparent = Service.Proxy.Mode === 'transparent';
    spokenFor.isTransparent = isTransparent && spokenFor.isTransparent !== false;
    for (const { CheckID, Status } of Checks) {
      spokenFor.checks.set(`${Node.Node}/${CheckID}`, Status);
    }
  }
  return {
    byKey: new Map([...found].map(([key, one]) => [key, shown(one)])),
    withProxy,
  };
}

function nothing(name: string, peer: string): Gathered {
  return {
    name,
    peer,
    kind: '',
    datacenter: '',
    count: 0,
    isNative: false,
    isTransparent: undefined,
    tags: new Set(),
    nodes: new Set(),
    sources: new Set(),
    checks: new Map(),
  };
}

function gather(into: Gathered, { Node, Service }: Instance): void {
  into.kind = Service.Kind ?? '';
  into.datacenter = Node.Datacenter ?? '';
  into.count += 1;
  into.nodes.add(Node.Node);
  if (Service.Connect.Native === true) into.isNative = true;
  for (const tag of Service.Tags ?? []) into.tags.add(tag);
  const source = Service.Meta?.['external-source'] ?? '';
  if (source !== '') into.sources.add(source);
}

function shown(one: Gathered): ServiceSummary {
  const count = (status: string): number =>
    [...one.checks.values()].filter((other) => other === status).length;
  return {
    ...(one.kind === '' ? {} : { Kind: one.kind }),
    Name: one.name,
    Datacenter: one.datacenter,
    Tags: sortedOrNull(one.tags),
    Nodes: sortedOrNull(one.nodes),
    ExternalSources: one.sources.size === 0 ? null : [...one.sources],
    InstanceCount: one.count,
    ChecksPassing: count('passing'),
    ChecksWarning: count('warning'),
    ChecksCritical: count('critical'),
    GatewayConfig: {},
    TransparentProxy: one.isTransparent === true,
    ConnectNative: one.isNative,
    ...(one.peer === '' ? {} : { PeerName: one.peer }),
  };
}

const sortedOrNull = (names: ReadonlySet<string>): readonly string[] | null =>
  names.size === 0 ? null : [...names].sort();

/** A service of which nothing but its name is known. */
export function namedSummary(name: string, datacenter: string): ServiceSummary {
  return { ...shown(nothing(name, '')), Datacenter: datacenter };
}

/** Our own before a peer's of the same name. */
export function byName(a: ServiceSummary, b: ServiceSummary): number {
  if (a.Name !== b.Name) return a.Name < b.Name ? -1 : 1;
  const [left, right] = [a.PeerName ?? '', b.PeerName ?? ''];
  return left === right ? 0 : left < right ? -1 : 1;
}
