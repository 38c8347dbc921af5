// SPDX-License-Identifier: Apache-2.0
// Peerings and what travels through them, complete but for what a case is about.
import { establishPeering } from '../src/commands/establish-peering.ts';
import { exchangePeeringSecret } from '../src/commands/exchange-peering-secret.ts';
import { generatePeeringToken } from '../src/commands/generate-peering-token.ts';
import { openPeerStream } from '../src/commands/open-peer-stream.ts';
import { put } from '../src/commands/command.ts';
import type { NodeService, PeerMeta } from '../src/model/catalog/service.ts';
import { flattenedChecks, type PeerInstance } from '../src/model/peering/instance.ts';
import type { RemoteInfo } from '../src/model/peering/peering.ts';
import type { PeeringToken } from '../src/model/peering/token.ts';
import { cluster } from '../src/state/tables/ca.ts';
import { sampleCheck, sampleNode, sampleService } from './catalog-samples.ts';
import type { Ledger } from './ledger.ts';

export const OUR_ID = '11111111-2222-3333-4444-555555555555';
export const OUR_DOMAIN = `${OUR_ID}.consul`;
export const PEER_DOMAIN = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee.consul';
export const REMOTE: RemoteInfo = { Partition: '', Datacenter: 'dc2', Locality: null };

/** The identity of the cluster under test. */
export function nameCluster(ledger: Ledger): void {
  ledger.apply([put(cluster, { id: OUR_ID, nextSerial: 1 })]);
}

/** A peering that was accepted and has an open stream; its id. */
export function acceptPeering(ledger: Ledger, name: string): string {
  const id = `id-of-${name}`;
  const token = { name, meta: null, newId: id, establishmentSecret: `token-${name}` };
  ledger.issue(generatePeeringToken, token);
  const exchange = { establishmentSecret: `token-${name}`, streamSecret: `stream-${name}` };
  ledger.issue(exchangePeeringSecret, { peeringId: id, ...exchange });
  ledger.issue(openPeerStream, { peeringId: id, streamSecret: `stream-${name}`, remote: REMOTE });
  return id;
}

export function sampleToken(parts: Partial<PeeringToken> = {}): PeeringToken {
  return {
    CA: ['PEM\n'],
    ManualServerAddresses: null,
    ServerAddresses: ['10.0.0.1:8503'],
    ServerName: `server.dc2.peering.${PEER_DOMAIN}`,
    PeerID: 'id-over-there',
    EstablishmentSecret: 'used',
    Remote: REMOTE,
    ...parts,
  };
}

/** A peering that we dial; its id. */
export function dialPeering(ledger: Ledger, name: string, parts?: Partial<PeeringToken>): string {
  const newId = `id-of-${name}`;
  const token = sampleToken(parts);
  ledger.issue(establishPeering, { name, meta: null, newId, token, streamSecret: 'stream' });
  return newId;
}

/** An instance as a peer sends it, with its one check. */
export function peerInstance(
  service: string,
  id: string,
  node = 'node-a',
  parts: Partial<NodeService> = {},
): PeerInstance {
  const Node = sampleNode(node, { Datacenter: 'dc2' });
  const Service = sampleService(id, { Service: service, Port: 8_080, ...parts });
  const checks = [sampleCheck('c', { Node: node, ServiceID: id, Status: 'passing' })];
  return { Node, Service, Checks: flattenedChecks(Node, Service, checks) };
}

/** A gateway's stand-in for the proxies of `service`. */
export function peerSidecar(service: string, parts: Partial<PeerMeta> = {}): PeerInstance {
  return peerInstance(`${service}-sidecar-proxy`, `${service}-sidecar-proxy-instance-0`, 'gw', {
    Kind: 'connect-proxy',
    Port: 8_443,
    Proxy: { DestinationServiceName: service, MeshGateway: {}, Expose: {} },
    Connect: {
      PeerMeta: {
        SNI: [`${service}.default.default.us.external.${PEER_DOMAIN}`],
        SpiffeID: [
          `spiffe://${PEER_DOMAIN}/ns/default/dc/dc2/svc/${service}`,
          `spiffe://${PEER_DOMAIN}/gateway/mesh/dc/dc2`,
        ],
        Protocol: 'http',
        ...parts,
      },
    },
  });
}
