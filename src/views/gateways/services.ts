// SPDX-License-Identifier: Apache-2.0
// Which services gateways serve, by their config entries. A wildcard stands for every service that such a
// gateway can reach; what an entry says of a service by name goes before what a wildcard says of it.
import type { Revision } from '../../log/log.ts';
import { type ConfigEntry, configEntryKey } from '../../model/config-entries/entry.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { serviceNameKey, services } from '../../state/tables/services.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { exportedProtocol } from '../exports/protocol.ts';
import { ordinaryNames } from '../exports/ordinary-names.ts';
import { type IngressEntry, type Mapping, mappingsOf, type TerminatingEntry } from './mappings.ts';

export type GatewayKind = 'ingress-gateway' | 'terminating-gateway';

/** A service of a gateway, as the API shows it. */
export interface GatewayService extends Mapping {
  readonly FromWildcard?: true;
  readonly ServiceKind?: 'service' | 'destination';
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/** The services of one gateway, by name and port; [] when it has no entry. */
export const gatewayServices = defineView<string, readonly GatewayService[]>({
  name: 'gateways/services',
  key: (gateway) => gateway.toLowerCase(),
  compute: (read, gateway) => {
    const rows = (['ingress-gateway', 'terminating-gateway'] as const)
      .map((kind) => read.get(configEntries, configEntryKey(localTenancy, kind, gateway)))
      .filter((row) => row !== undefined);
    const served = rows.flatMap(({ value, modifyRevision }) => {
      const mappings = mappingsOf(value.entry as ConfigEntry as IngressEntry | TerminatingEntry);
      const shown = { CreateIndex: modifyRevision, ModifyIndex: modifyRevision };
      return expanded(read, mappings, modifyRevision).map((mapping) => ({ ...mapping, ...shown }));
    });
    return served.sort(byNameAndPort);
  },
});

function expanded(
  read: ViewRead,
  mappings: readonly Mapping[],
  written: Revision,
): Omit<GatewayService, 'CreateIndex' | 'ModifyIndex'>[] {
  const named = mappings.filter(({ Service }) => Service.Name !== '*');
  const taken = new Set(named.map(keyOf));
  const served = named.map((mapping) => ({ ...mapping, ...kindOf(read, mapping, written) }));
  for (const wildcard of mappings) {
    if (wildcard.Service.Name !== '*') continue;
    for (const name of reachable(read, wildcard)) {
      const mapping = { ...wildcard, Service: { Name: name }, FromWildcard: true as const };
      if (taken.has(keyOf(mapping))) continue;
      taken.add(keyOf(mapping));
      served.push({ ...mapping, ...kindOf(read, mapping, written) });
    }
  }
  return served;
}

// A terminating gateway reaches what is outside of the mesh, an ingress gateway what is in it and speaks its
// listener's protocol.
function reachable(read: ViewRead, { GatewayKind: kind, Protocol }: Mapping): readonly string[] {
  const names = read.view(ordinaryNames, null);
  if (kind === 'ingress-gateway') {
    return names.filter((name) => {
      const isInMesh = read.count(services, 'mesh', serviceNameKey(localTenancy, name)) > 0;
      return isInMesh && read.view(exportedProtocol, name) === Protocol;
    });
  }
  const outside = names.filter((name) =>
    read
      .by(services, 'name', serviceNameKey(localTenancy, name))
      .some(({ value }) => value.service.Connect.Native !== true),
  );
  return [...new Set([...outside, ...destinations(read)])];
}

function destinations(read: ViewRead): readonly string[] {
  return read
    .by(configEntries, 'kind', rowKey(localTenancy, 'service-defaults'))
    .map(({ value }) => value.entry as ServiceDefaults)
    .filter(({ Destination }) => Destination !== undefined)
    .map(({ Name }) => Name);
}

// Consul looks for itself where an entry of a terminating gateway names a service; of all others it knows the kind only
// when it has heard of one since the entry was written.
function kindOf(
  read: ViewRead,
  mapping: Mapping & Pick<GatewayService, 'FromWildcard'>,
  written: Revision,
): Pick<GatewayService, 'ServiceKind'> {
  const rows = read.by(services, 'name', serviceNameKey(localTenancy, mapping.Service.Name));
  const isLookedFor = mapping.GatewayKind === 'terminating-gateway' && !mapping.FromWildcard;
  const isKnown = rows.some((row) => isLookedFor || row.modifyRevision > written);
  if (isKnown) return { ServiceKind: 'service' };
  return isDestination(read, mapping) && rows.length === 0 ? DESTINATION : {};
}

const DESTINATION = { ServiceKind: 'destination' } as const;

function isDestination(read: ViewRead, { GatewayKind, Service }: Mapping): boolean {
  if (GatewayKind === 'ingress-gateway') return false;
  return destinations(read).some((one) => one.toLowerCase() === Service.Name.toLowerCase());
}

const keyOf = ({ Service, Port = 0 }: Mapping): string => `${Port}/${Service.Name.toLowerCase()}`;

function byNameAndPort(a: Mapping, b: Mapping): number {
  const [left, right] = [a.Service.Name.toLowerCase(), b.Service.Name.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  return (a.Port ?? 0) - (b.Port ?? 0);
}
