// SPDX-License-Identifier: Apache-2.0
// One end of a chain: which instances, and how they are reached.
import { serviceSni } from '../ca/sni.ts';
import type { MeshGatewayConfig } from '../catalog/service.ts';
import type { ServiceResolver } from '../config-entries/service-resolver/schema.ts';
import { DEFAULT_NAME } from '../tenancy.ts';
import type { ChainTarget } from './compiled.ts';
import { graphError } from './one-protocol.ts';
import { ownValue } from './own-value.ts';
import { type Place, targetId } from './place.ts';
import type { ChainRequest, Customised } from './request.ts';

export function targetAt(
  place: Place,
  resolver: ServiceResolver | undefined,
  ConnectTimeout: string,
  request: ChainRequest,
  customised: Customised,
): ChainTarget {
  const { service, subset, datacenter, peer } = place;
  const defaults = request.entries.serviceDefaults(service);
  const ofAll = request.entries.proxyDefaults();
  const isExternal = (defaults?.ExternalSNI ?? '') !== '';
  if (isExternal) refuseExternal(service, resolver);
  const Name =
    peer === '' ? serviceSni({ service, subset, datacenter }, request.trustDomain) : undefined;
  const SNI = isExternal ? defaults?.ExternalSNI : Name;
  const locality = resolver?.PrioritizeByLocality ?? ofAll?.PrioritizeByLocality;
  const isDialedDirectly = [defaults, ofAll].some(
    (entry) => entry?.TransparentProxy?.['DialedDirectly'] === true,
  );
  return {
    ConnectTimeout,
    ID: targetId(place),
    Service: service,
    ...(subset === '' ? {} : { ServiceSubset: subset }),
    Namespace: DEFAULT_NAME,
    Partition: DEFAULT_NAME,
    ...(peer === '' ? { Datacenter: datacenter } : { Peer: peer }),
    MeshGateway: isExternal
      ? {}
      : gatewayAt(defaults?.MeshGateway, ofAll?.MeshGateway, request, customised),
    ...(locality === undefined || peer !== '' ? {} : { PrioritizeByLocality: locality }),
    Subset: ownValue(resolver?.Subsets, subset) ?? {},
    TransparentProxy: isDialedDirectly && !isExternal ? { DialedDirectly: true } : {},
    ...(isExternal ? { External: true } : {}),
    ...(SNI === undefined ? {} : { SNI }),
    ...(Name === undefined ? {} : { Name }),
  };
}

function gatewayAt(
  ofService: MeshGatewayConfig | undefined,
  ofAll: MeshGatewayConfig | undefined,
  { overrides }: ChainRequest,
  customised: Customised,
): MeshGatewayConfig {
  const Mode = ofService?.Mode || ofAll?.Mode || '';
  const { gatewayMode } = overrides;
  if (gatewayMode !== '' && gatewayMode !== Mode) {
    customised.gatewayMode = gatewayMode;
    return { Mode: gatewayMode };
  }
  return Mode === '' ? {} : { Mode };
}

function refuseExternal(service: string, resolver: ServiceResolver | undefined): void {
  const { Redirect, Subsets = {}, Failover = {} } = resolver ?? {};
  const what =
    Redirect !== undefined
      ? 'redirects'
      : Object.keys(Subsets).length > 0
        ? 'subsets'
        : Object.keys(Failover).length > 0
          ? 'failover'
          : undefined;
  if (what === undefined) return;
  throw graphError(
    `service ${JSON.stringify(service)} has an external SNI set; cannot define ${what} for external services`,
  );
}
