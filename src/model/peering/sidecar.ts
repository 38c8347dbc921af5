// SPDX-License-Identifier: Apache-2.0
// What stands in for the proxies of an exported service: one instance per mesh gateway of ours, since
// that is what a peer's proxies dial. It tells them by which name to ask for the service and whose
// certificates to accept (peering-protocol §5.5).
import { formatSpiffeId } from '../ca/spiffe.ts';
import { peeredServiceSni } from '../ca/sni.ts';
import { canonicalNode } from '../catalog/canonical.ts';
import type { NodeService, PeerMeta } from '../catalog/service.ts';
import { DEFAULT_NAME } from '../tenancy.ts';
import {
  flattenedChecks,
  type PeerInstance,
  SIDECAR_SUFFIX,
  withoutVirtualAddress,
} from './instance.ts';

export interface ExportedSidecar {
  readonly service: string;
  readonly protocol: string;
  /** What we call the peer that it goes to. */
  readonly peer: string;
  readonly trustDomain: string;
}

/** The stand-ins of a service for one peer, in the order of the gateways; empty without gateways. */
export function exportedSidecars(
  sidecar: ExportedSidecar,
  gateways: readonly PeerInstance[],
): readonly PeerInstance[] {
  return gateways.map((gateway, i) => standIn(sidecar, gateway, i));
}

function standIn(sidecar: ExportedSidecar, gateway: PeerInstance, index: number): PeerInstance {
  const { service } = sidecar;
  const name = `${service}${SIDECAR_SUFFIX}`;
  const suffix = gateway.Service.ID === '' ? '' : `-instance-${index}`;
  const Node = canonicalNode(gateway.Node);
  const { Address, Port, SocketPath, TaggedAddresses, Weights } = gateway.Service;
  const Service: NodeService = withoutVirtualAddress({
    Kind: 'connect-proxy',
    ID: `${name}${suffix}`,
    Service: name,
    Tags: [],
    Address,
    ...(TaggedAddresses ? { TaggedAddresses } : {}),
    Meta: null,
    Port,
    ...(SocketPath ? { SocketPath } : {}),
    Weights,
    EnableTagOverride: false,
    Proxy: {
      DestinationServiceName: service,
      DestinationServiceID: `${service}${suffix}`,
      MeshGateway: {},
      Expose: {},
    },
    Connect: { PeerMeta: peerMetaOf(sidecar, Node.Datacenter) },
  });
  return { Node, Service, Checks: flattenedChecks(Node, Service, gateway.Checks) };
}

function peerMetaOf(sidecar: ExportedSidecar, datacenter: string): PeerMeta {
  const { service, peer, protocol, trustDomain } = sidecar;
  const where = { trustDomain, partition: DEFAULT_NAME, datacenter };
  return {
    SNI: [peeredServiceSni({ service, peer }, trustDomain)],
    SpiffeID: [
      formatSpiffeId({ kind: 'service', ...where, namespace: DEFAULT_NAME, service }),
      // A gateway that terminates TLS answers with its own certificate.
      formatSpiffeId({ kind: 'mesh-gateway', ...where }),
    ],
    Protocol: protocol,
  };
}
