// SPDX-License-Identifier: Apache-2.0
// Where servers of peered clusters talk to each other through mesh gateways: ours, that peers come to, and theirs, that
// ours go to. Gateways pass the connections through by the name that they ask for; the TLS is the servers' own.
import { isPeeringServerName, peeringServerName } from '../../model/ca/sni.ts';
import { dialAddresses, type PeeringExchangeRow } from '../../model/peering/peering.ts';
import { parseServerAddress } from '../../model/peering/server-address.ts';
import { peeringExchanges } from '../../state/tables/peering-exchanges.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { exportingGateways } from '../exports/gateways.ts';
import { wanAddress, lanAddress } from '../health/address.ts';
import { serversOf, tlsPortOf } from '../peering/servers.ts';
import { peersThroughGateways } from '../peering/through-gateways.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { byText } from './order.ts';
import type { Endpoint, NetworkAddress, PeeringServers } from './snapshot.ts';
import { ownTrust } from './trust.ts';

/** By datacenter of the gateway. Our servers first, then peers' by name; none unless the `mesh` entry asks for it. */
export const peeringServers = defineView<string, readonly PeeringServers[]>({
  name: 'proxy/peering-servers',
  key: (datacenter) => datacenter,
  compute: (read, datacenter) => {
    const trust = read.view(ownTrust, null);
    if (trust === undefined || !read.view(peersThroughGateways, null)) return [];
    const name = peeringServerName(datacenter, trust.trustDomain);
    const own: PeeringServers = { name, whose: 'own', endpoints: ownEndpoints(read) };
    const peers = peersServers(read, trust.trustDomain);
    return own.endpoints.length > 0 ? [own, ...peers] : peers;
  },
});

/** Copies that take no part in decisions are not for peers. */
function ownEndpoints(read: ViewRead): readonly Endpoint[] {
  return serversOf(read).flatMap((server) => {
    const port = tlsPortOf(server);
    if (port === undefined || server.Service.Meta?.['read_replica'] === 'true') return [];
    return [endpointAt({ address: lanAddress(server).address, port })];
  });
}

function peersServers(read: ViewRead, ownTrustDomain: string): readonly PeeringServers[] {
  const ours = ownGateways(read);
  const byName = new Map<string, PeeringServers>();
  for (const { serverName, addresses } of clustersToReach(read)) {
    const name = serverName.toLowerCase();
    // With a name out of our own trust domain a peer could stand in for us.
    if (!isPeeringServerName(name) || name.endsWith(`.${ownTrustDomain}`)) continue;
    const endpoints = addresses.flatMap((text) => {
      const found = parseServerAddress(text);
      if (found === undefined) return [];
      const { host: address, port } = found;
      // A gateway that was led to itself would not stop connecting.
      return ours.has(`${address}:${port}`) ? [] : [endpointAt({ address, port })];
    });
    if (endpoints.length > 0) byName.set(name, { name, whose: 'peer', endpoints });
  }
  return [...byName.values()].sort((a, b) => byText(a.name, b.name));
}

/** What was learnt last comes last: a cluster that is peered twice has one name. What is being tried now is newer. */
function clustersToReach(
  read: ViewRead,
): readonly Pick<PeeringExchangeRow, 'serverName' | 'addresses'>[] {
  const rows = read.all(peerings).toSorted((a, b) => a.modifyRevision - b.modifyRevision);
  const known = rows.map(({ value }) => ({
    serverName: value.PeerServerName,
    addresses: dialAddresses(value.ManualServerAddresses, value.PeerServerAddresses),
  }));
  return [...known, ...read.all(peeringExchanges).map(({ value }) => value)];
}

function ownGateways(read: ViewRead): ReadonlySet<string> {
  const at = ({ address, port }: NetworkAddress): string => `${address}:${port}`;
  const gateways = read.view(exportingGateways, null);
  return new Set(gateways.flatMap((one) => [at(lanAddress(one)), at(wanAddress(one))]));
}

const endpointAt = (where: NetworkAddress): Endpoint => ({ ...where, weight: 1, isHealthy: true });
