// SPDX-License-Identifier: Apache-2.0
// What a mesh gateway passes on: our services to peers that they are exported to, our services by their own names, peers'
// services to our sidecars, and what the servers of peers say to each other. It decides about nobody: who may call is the called sidecar's to say.
import { peeredServiceSni } from '../../model/ca/sni.ts';
import { formatSpiffeId } from '../../model/ca/spiffe.ts';
import { isHttpLike } from '../../model/chain/protocol.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { type GatewaySettings, gatewaySettings } from '../../model/proxy/gateway-settings.ts';
import { DEFAULT_NAME } from '../../model/tenancy.ts';
import { exportedTo } from '../exports/exported-to.ts';
import { defineView } from '../engine/view.ts';
import { peerGatewayEndpoints, sidecarEndpoints } from './endpoints.ts';
import { entryOf } from './entry.ts';
import { leaf } from './leaf.ts';
import { mesh } from './mesh.ts';
import { meshServices } from './mesh-services.ts';
import { byText } from './order.ts';
import { peeringServers } from './peering-servers.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import type { ExportedService, MeshGatewaySnapshot, PassedThrough } from './snapshot.ts';
import { localTarget, type LocalServiceKey, peeredTarget } from './targets.ts';
import { callersTrust, ownTrust } from './trust.ts';

/** A gateway's snapshot; undefined while it has no registration, nobody to believe, or no certificate that it needs. */
export const meshGateway = defineView<ProxyKey, MeshGatewaySnapshot | undefined>({
  name: 'proxy/mesh-gateway',
  key: proxyKey,
  compute: (read, key) => {
    const ref = registrationOf(read, key)?.ref;
    const settings = read.view(listening, key);
    const trust = read.view(ownTrust, null);
    if (ref === undefined || settings === undefined || trust === undefined) return undefined;
    const { trustDomain } = trust;
    const { datacenter } = ref;
    const exported = read.view(exportedServices, datacenter);
    const id = { kind: 'mesh-gateway', trustDomain, partition: DEFAULT_NAME, datacenter } as const;
    const own = read.view(leaf, formatSpiffeId(id));
    const endsTls = exported.some(({ target }) => isHttpLike(target.protocol));
    if (endsTls && own === undefined) return undefined;
    return {
      kind: 'mesh-gateway',
      proxy: ref,
      ...(own === undefined ? {} : { leaf: own }),
      trust,
      mesh: read.view(mesh, null),
      settings,
      exported,
      local: read.view(localServices, datacenter),
      imported: read.view(importedServices, null),
      peeringServers: read.view(peeringServers, datacenter),
      warnings: [],
    };
  },
});

/** How one gateway listens, whatever is behind it; undefined when it isn't registered as one. */
const listening = defineView<ProxyKey, GatewaySettings | undefined>({
  name: 'proxy/mesh-gateway-listening',
  key: proxyKey,
  compute: (read, key) => {
    const registration = registrationOf(read, key)?.service;
    if (registration?.Kind !== 'mesh-gateway') return undefined;
    return gatewaySettings({
      proxyDefaults: entryOf<ProxyDefaults>(read, 'proxy-defaults', 'global'),
      serviceDefaults: entryOf<ServiceDefaults>(read, 'service-defaults', registration.Service),
      registration,
    });
  },
});

const exportedServices = defineView<string, readonly ExportedService[]>({
  name: 'proxy/exported-services',
  key: (datacenter) => datacenter,
  compute: (read, datacenter) =>
    [...read.view(exportedTo, null).keys()]
      .map((service) => read.view(exportedService, { service, datacenter }))
      .filter((found) => found !== undefined),
});

/** One exported service as every gateway of ours serves it. */
const exportedService = defineView<LocalServiceKey, ExportedService | undefined>({
  name: 'proxy/exported-service',
  key: ({ service, datacenter }) => `${datacenter}/${service}`,
  compute: (read, { service, datacenter }) => {
    const peers = read.view(exportedTo, null).get(service)?.peers;
    const target = read.view(localTarget, { service, datacenter });
    const trust = read.view(ownTrust, null);
    if (peers === undefined || target === undefined || trust === undefined) return undefined;
    const snis = peers.map((peer) => peeredServiceSni({ service, peer }, trust.trustDomain));
    return { target, snis, callers: read.view(callersTrust, service) };
  },
});

const localServices = defineView<string, readonly PassedThrough[]>({
  name: 'proxy/local-services',
  key: (datacenter) => datacenter,
  compute: (read, datacenter) => {
    const found: PassedThrough[] = [];
    for (const service of read.view(meshServices, null).local) {
      const target = read.view(localTarget, { service, datacenter });
      if (target === undefined) continue;
      found.push({ target, endpoints: read.view(sidecarEndpoints, service) });
    }
    return found.sort(bySni);
  },
});

const importedServices = defineView<null, readonly PassedThrough[]>({
  name: 'proxy/imported-services',
  key: () => '',
  compute: (read) => {
    const bySniText = new Map<string, PassedThrough>();
    for (const key of read.view(meshServices, null).imported) {
      const target = read.view(peeredTarget, key);
      // A cluster that is peered twice may be known by the same name twice; both lead to it.
      if (target === undefined || bySniText.has(target.sni)) continue;
      bySniText.set(target.sni, { target, endpoints: read.view(peerGatewayEndpoints, key) });
    }
    return [...bySniText.values()].sort(bySni);
  },
});

const bySni = (a: PassedThrough, b: PassedThrough): number => byText(a.target.sni, b.target.sni);
