// SPDX-License-Identifier: Apache-2.0
// Who calls a service and whom it calls, as far as registrations, gateways and intentions tell.
import { isHttpLike } from '../../model/chain/protocol.ts';
import type { ApiGateway } from '../../model/config-entries/api-gateway/schema.ts';
import type { IngressGateway } from '../../model/config-entries/ingress-gateway/schema.ts';
import { CHAIN_KINDS } from '../../model/chain/links.ts';
import { UNEXPORTABLE } from '../../model/peering/export-rules.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { serviceNameKey, services } from '../../state/tables/services.ts';
import { virtualIps } from '../../state/tables/virtual-ips.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { exportedProtocol } from '../exports/protocol.ts';
import { ordinaryNames } from '../exports/ordinary-names.ts';
import { gatewayServices } from '../gateways/services.ts';
import { candidates } from '../health/candidates.ts';
import { type Instance, instances } from '../health/instances.ts';
import { decisionSummary, type DecisionSummary } from '../intentions/decision.ts';
import { entryOf } from '../proxy/entry.ts';
import { apiGatewayServices, apiGatewaysOf } from './api-gateway-services.ts';
import { registeredCallers } from './callers.ts';
import { byName, namedSummary, type ServiceSummary, summarise } from './summary.ts';

export type TopologyKind = '' | 'ingress-gateway' | 'api-gateway';

export interface TopologyKey {
  readonly service: string;
  readonly kind: TopologyKind;
  readonly datacenter: string;
}

export type Source =
  | 'proxy-registration'
  | 'specific-intention'
  | 'wildcard-intention'
  | 'default-allow'
  | 'routing-config';

export interface Neighbour extends ServiceSummary {
  readonly Source: Source;
  readonly Intention: DecisionSummary;
}

export interface Topology {
  readonly Protocol: string;
  readonly TransparentProxy: boolean;
  readonly Upstreams: readonly Neighbour[];
  readonly Downstreams: readonly Neighbour[];
  readonly FilteredByACLs: false;
}

export const serviceTopology = defineView<TopologyKey, Topology>({
  name: 'ui/topology',
  key: ({ service, kind }) => `${kind}/${service}`,
  compute: (read, key) => {
    const { service, kind } = key;
    // Gateways that lead to it from the mesh speak for it, too.
    const speaking =
      kind === '' ? candidates(read, { tenancy: localTenancy, service, by: 'mesh' }) : [];
    const modes = speaking.map(({ Service }) => Service.Proxy.Mode === 'transparent');
    const isNative = speaking.some(({ Service }) => Service.Connect.Native === true);
    return {
      Protocol: protocolOf(read, key),
      TransparentProxy: modes.length > 0 && !modes.includes(false),
      Upstreams: upstreamsOf(read, key, modes.includes(true) || isNative),
      Downstreams: downstreamsOf(read, service),
      FilteredByACLs: false,
    };
  },
});

function protocolOf(read: ViewRead, { service, kind }: TopologyKey): string {
  if (kind === '') return read.view(exportedProtocol, service);
  const entry = entryOf<IngressGateway | ApiGateway>(read, kind, service);
  if (entry === undefined) return '';
  const protocols = (entry.Listeners ?? []).map(({ Protocol = 'tcp' }) => Protocol);
  return protocols.length > 0 && protocols.every(isHttpLike) ? 'http' : 'tcp';
}

function upstreamsOf(
  read: ViewRead,
  { service, kind, datacenter }: TopologyKey,
  callsAnybody: boolean,
): readonly Neighbour[] {
  const sources = new Map<string, Source>();
  for (const name of dialled(read, service, kind)) sources.set(name, 'proxy-registration');
  if (callsAnybody) {
    for (const name of callable(read)) addAllowed(read, sources, name, service, name);
  }
  const decide = (name: string) => decisionOf(read, service, name);
  const found = neighbours(read, sources, decide);
  const shown = new Set(found.map(({ Name }) => Name));
  // What has no instances of its own can still lead to some.
  for (const name of sources.keys()) {
    if (shown.has(name) || !CHAIN_KINDS.some((one) => entryOf(read, one, name))) continue;
    const Intention = decide(name);
    found.push({ ...namedSummary(name, datacenter), Intention, Source: 'routing-config' });
  }
  return found;
}

function downstreamsOf(read: ViewRead, service: string): readonly Neighbour[] {
  const sources = new Map<string, Source>();
  const registered = [
    ...read.view(registeredCallers, service),
    ...read.view(apiGatewaysOf, service),
  ];
  for (const name of registered) sources.set(name, 'proxy-registration');
  for (const name of meshNames(read)) {
    // Whoever dials without having registered it has a transparent proxy, or none.
    const canDial = inMesh(read, name).some(({ Service }) => {
      return Service.Connect.Native === true || Service.Proxy.Mode === 'transparent';
    });
    if (canDial) addAllowed(read, sources, name, name, service);
  }
  return neighbours(read, sources, (name) => decisionOf(read, name, service));
}

/** Adds a service that intentions let through. */
function addAllowed(
  read: ViewRead,
  sources: Map<string, Source>,
  name: string,
  caller: string,
  destination: string,
): void {
  if (sources.has(name) || caller === destination || name === UNEXPORTABLE) return;
  const { Allowed, HasPermissions, HasExact, DefaultAllow } = decisionOf(read, caller, destination);
  if (!Allowed && !HasPermissions) return;
  const otherwise = DefaultAllow ? 'default-allow' : 'wildcard-intention';
  sources.set(name, HasExact ? 'specific-intention' : otherwise);
}

function neighbours(
  read: ViewRead,
  sources: ReadonlyMap<string, Source>,
  decide: (name: string) => DecisionSummary,
): Neighbour[] {
  const all = [...sources.keys()].flatMap((service) => [
    ...read.view(instances, { tenancy: localTenancy, service, by: 'name' }),
    ...inMesh(read, service),
  ]);
  const found: Neighbour[] = [];
  // A native instance is found both ways.
  for (const summary of summarise([...new Set(all)]).byKey.values()) {
    const Source = sources.get(summary.Name);
    if (Source !== undefined) found.push({ ...summary, Source, Intention: decide(summary.Name) });
  }
  return found.sort(byName);
}

/** What a service's sidecars have been told to dial, or a gateway serves. */
function dialled(read: ViewRead, service: string, kind: TopologyKind): readonly string[] {
  if (kind === 'api-gateway') return read.view(apiGatewayServices, service) ?? [];
  const served = read
    .view(gatewayServices, service)
    .filter(({ GatewayKind }) => GatewayKind === 'ingress-gateway')
    .map(({ Service }) => Service.Name);
  const upstreams = inMesh(read, service).flatMap(({ Service }) => Service.Proxy.Upstreams ?? []);
  const ours = upstreams.filter(
    ({ DestinationType, DestinationPeer = '' }) =>
      DestinationType !== 'prepared_query' && DestinationPeer === '',
  );
  return [...new Set([...served, ...ours.map(({ DestinationName }) => DestinationName)])];
}

function decisionOf(read: ViewRead, source: string, destination: string): DecisionSummary {
  return read.view(decisionSummary, { source, destination });
}

function inMesh(read: ViewRead, service: string): readonly Instance[] {
  return read.view(instances, { tenancy: localTenancy, service, by: 'mesh' });
}

/** What intentions can be about: services, in the mesh or not, and names that only lead to some. */
function callable(read: ViewRead): readonly string[] {
  const named = read.all(virtualIps).filter(({ value }) => value.tenancy.peer === '');
  const names = [...read.view(ordinaryNames, null), ...named.map(({ value }) => value.service)];
  return [...new Set(names)].sort();
}

function meshNames(read: ViewRead): readonly string[] {
  return read
    .view(ordinaryNames, null)
    .filter((name) => read.count(services, 'mesh', serviceNameKey(localTenancy, name)) > 0);
}
