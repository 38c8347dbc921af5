// SPDX-License-Identifier: Apache-2.0
// What a called service proves to be, apart from where it is. In: the catalog's and peers' word. Out: one target per
// service, shared by all its callers. What a peer says is believed only about the peer's own trust domain.
import type { NodeService } from '../../model/catalog/service.ts';
import { peeredUpstreamClusterName, serviceSni } from '../../model/ca/sni.ts';
import { formatSpiffeId } from '../../model/ca/spiffe.ts';
import { DEFAULT_NAME, peerTenancy } from '../../model/tenancy.ts';
import { serviceNameKey, services } from '../../state/tables/services.ts';
import { exportedProtocol } from '../exports/protocol.ts';
import { defineView } from '../engine/view.ts';
import { peeredServiceKey, type PeeredServiceKey } from './endpoints.ts';
import type { LocalTarget, PeeredTarget } from './snapshot.ts';
import { ownTrust, peerTrust, type TrustAnchors } from './trust.ts';

export interface LocalServiceKey {
  readonly service: string;
  readonly datacenter: string;
}

/** Undefined until the CA has a trust domain. */
export const localTarget = defineView<LocalServiceKey, LocalTarget | undefined>({
  name: 'proxy/local-target',
  key: ({ service, datacenter }) => `${datacenter}/${service}`,
  compute: (read, { service, datacenter }) => {
    const trust = read.view(ownTrust, null);
    if (trust === undefined) return undefined;
    const { trustDomain } = trust;
    const where = { trustDomain, partition: DEFAULT_NAME, namespace: DEFAULT_NAME, datacenter };
    return {
      kind: 'local',
      service,
      label: `${service}.${DEFAULT_NAME}.${DEFAULT_NAME}.${datacenter}`,
      protocol: read.view(exportedProtocol, service),
      sni: serviceSni({ service, datacenter }, trustDomain),
      spiffeIds: [formatSpiffeId({ kind: 'service', ...where, service })],
    };
  },
});

/** Undefined while the peer's certificates can't be told, or nothing usable of that name has been imported. */
export const peeredTarget = defineView<PeeredServiceKey, PeeredTarget | undefined>({
  name: 'proxy/peered-target',
  key: peeredServiceKey,
  compute: (read, { peer, service }) => {
    const trust = read.view(peerTrust, peer);
    if (trust === undefined) return undefined;
    const rows = read.by(services, 'mesh', serviceNameKey(peerTenancy(peer), service));
    for (const row of rows) {
      const said = believable(row.value.service, trust);
      if (said === undefined) continue;
      const label = `${service}.${DEFAULT_NAME}.${peer}`;
      return { kind: 'peered', service, peer, label, ...said, trust };
    }
    return undefined;
  },
});

export function peeredClusterName(target: PeeredTarget): string {
  return peeredUpstreamClusterName(target, target.trust.trustDomain);
}

const SNI = /^[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)*$/;
const MAX_SNI_LENGTH = 255;

/** A gateway routes by SNI: a name outside of the peer's own part of the names could pose as a service of ours. */
function believable(
  { Connect }: NodeService,
  { trustDomain }: TrustAnchors,
): Pick<PeeredTarget, 'protocol' | 'sni' | 'spiffeIds'> | undefined {
  const { SNI: snis, SpiffeID, Protocol } = Connect.PeerMeta ?? {};
  const sni = snis?.[0];
  const spiffeIds = (SpiffeID ?? []).filter((id) => id.startsWith(`spiffe://${trustDomain}/`));
  if (sni === undefined || spiffeIds.length === 0) return undefined;
  if (sni.length > MAX_SNI_LENGTH || !SNI.test(sni)) return undefined;
  if (!sni.endsWith(`.external.${trustDomain}`)) return undefined;
  return { protocol: Protocol || 'tcp', sni, spiffeIds };
}
