// SPDX-License-Identifier: Apache-2.0
import { canonicalNode, canonicalService } from '../catalog/canonical.ts';
import { aggregateStatus, type HealthCheck } from '../catalog/check.ts';
import type { Node } from '../catalog/node.ts';
import type { ConnectProxyConfig, NodeService } from '../catalog/service.ts';
import { VIRTUAL_TAG } from '../catalog/virtual-ip.ts';

/** An instance as it travels between peers: on its node, with one check or none. */
export interface PeerInstance {
  readonly Node: Node;
  readonly Service: NodeService;
  readonly Checks: readonly HealthCheck[];
}

const NO_PROXY: ConnectProxyConfig = { Mode: '', MeshGateway: {}, Expose: {} };

/** Ends the name of what stands in for a service's proxies; no ordinary instance of such a name is exported. */
export const SIDECAR_SUFFIX = '-sidecar-proxy';

/**
 * An ordinary instance as a peer gets it, whatever its health; undefined when it must stay at home. How it is in
 * the mesh is left out: a peer's proxies come through the gateways (peering-protocol §5.4).
 */
export function exportedInstance(instance: PeerInstance): PeerInstance | undefined {
  const { Kind = '', Service: name } = instance.Service;
  if (Kind !== '' || name.endsWith(SIDECAR_SUFFIX)) return undefined;
  const Node = canonicalNode(instance.Node);
  const Service = withoutVirtualAddress({ ...instance.Service, Proxy: NO_PROXY, Connect: {} });
  return { Node, Service, Checks: flattenedChecks(Node, Service, instance.Checks) };
}

/** The address is ours to give and means nothing to a peer, who gives its own. */
export function withoutVirtualAddress(service: NodeService): NodeService {
  const tagged = Object.entries(service.TaggedAddresses ?? {});
  const kept = Object.fromEntries(tagged.filter(([tag]) => tag !== VIRTUAL_TAG));
  return canonicalService({ ...service, TaggedAddresses: kept });
}

/** One check that sums up all of an instance's, the node's included; none when there are none (§5.6). */
export function flattenedChecks(
  node: Pick<Node, 'Node'>,
  service: Pick<NodeService, 'ID' | 'Service'>,
  checks: readonly HealthCheck[],
): readonly HealthCheck[] {
  if (checks.length === 0) return [];
  return [
    {
      Node: node.Node,
      CheckID: `${service.ID || service.Service}:overall-check`,
      Name: 'overall-check',
      Status: aggregateStatus(checks),
      Notes: '',
      Output: '',
      ServiceID: service.ID,
      ServiceName: service.Service,
      ServiceTags: [],
      Type: '',
      Interval: '',
      Timeout: '',
      ExposedPort: 0,
      Definition: {},
    },
  ];
}
