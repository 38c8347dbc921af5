// SPDX-License-Identifier: Apache-2.0
// What a mesh gateway passes on: our services to peers that they are exported to, our services by their own names, and
// peers' services to our sidecars. It decides about nobody: who may call is the called sidecar's to say.
import { peeredServiceSni } from '../../model/ca/sni.ts';
import { formatSpiffeId } from '../../model/ca/spiffe.ts';
import { isHttpLike } from '../../model/chain/protocol.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { gatewaySettings } from '../../model/proxy/gateway-settings.ts';
import { DEFAULT_NAME } from '../../model/tenancy.ts';
import { exportedTo } from '../exports/exported-to.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { peerGatewayEndpoints, sidecarEndpoints } from './endpoints.ts';
import { entryOf } from './entry.ts';
import { leaf } from './leaf.ts';
import { mesh } from './mesh.ts';
import { meshServices } from './mesh-services.ts';
import { byText } from './order.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import type { ExportedService, MeshGatewaySnapshot, PassedThrough } from './snapshot.ts';
import { localTarget, type LocalServiceKey, peeredTarget } from './targets.ts';
import { callersTrust, ownTrust } from './trust.ts';

/** A gateway's snapshot; undefined while it has no registration, nobody to believe, or no certificate that it needs. */
export const meshGateway = defineView<ProxyKey, MeshGatewaySnapshot | undefined>({
  name: 'proxy/mesh-gateway',
  key: proxyKey,
  compute: (read, key) => {
    const registration = registrationOf(read, key);
    const trust = read.view(ownTrust, null);
    if (registration?.service.Kind !== 'mesh-gateway' || trust === undefined) return undefined;
    const { ref, service } = registration;
    const { trustDomain } = trust;
    const { datacenter } = ref;
    const exported = exportedOf(read, datacenter);
    const id = { kind: 'mesh-gateway', trustDomain, partition: DEFAULT_NAME, datacenter } as const;
    const own = read.view(leaf, formatSpiffeId(id));
    const endsTls = exported.some(({ service: { target } }) => isHttpLike(target.protocol));
    if (endsTls && own === undefined) return undefined;
    return {
      kind: 'mesh-gateway',
      proxy: ref,
      ...(own === undefined ? {} : { leaf: own }),
      trust,
      mesh: read.view(mesh, null),
      settings: gatewaySettings({
        proxyDefaults: entryOf<ProxyDefaults>(read, 'proxy-defaults', 'global'),
        serviceDefaults: entryOf<ServiceDefaults>(read, 'service-defaults', service.Service),
        registration: service,
      }),
      exported,
      local: read.view(localServices, datacenter),
      imported: read.view(importedServices, null),
      warnings: [],
    };
  },
});

function exportedOf(read: ViewRead, datacenter: string): MeshGatewaySnapshot['exported'] {
  const found: { service: ExportedService; endpoints: PassedThrough['endpoints'] }[] = [];
  for (const name of read.view(exportedTo, null).keys()) {
    const service = read.view(exportedService, { service: name, datacenter });
    if (service === undefined) continue;
    found.push({ service, endpoints: read.view(sidecarEndpoints, name) });
  }
  return found;
}

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
      found.push({ name: target.sni, endpoints: read.view(sidecarEndpoints, service) });
    }
    return found.sort((a, b) => byText(a.name, b.name));
  },
});

const importedServices = defineView<null, readonly PassedThrough[]>({
  name: 'proxy/imported-services',
  key: () => '',
  compute: (read) => {
    const byName = new Map<string, PassedThrough>();
    for (const key of read.view(meshServices, null).imported) {
      const target = read.view(peeredTarget, key);
      if (target === undefined || byName.has(target.sni)) continue;
      const endpoints = read.view(peerGatewayEndpoints, key);
      byName.set(target.sni, { name: target.sni, endpoints });
    }
    return [...byName.values()].sort((a, b) => byText(a.name, b.name));
  },
});
