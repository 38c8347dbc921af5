// SPDX-License-Identifier: Apache-2.0
// Clusters: a name, how its endpoints are found, how they are spoken to. In: a spec in the mesh's words. Out: a resource.
import {
  Cluster_DiscoveryType,
  type ClusterSchema,
} from '../../../gen/envoy/config/cluster/v3/cluster_pb.ts';
import type { OutlierDetectionSchema } from '../../../gen/envoy/config/cluster/v3/outlier_detection_pb.ts';
import type { TransportSocketSchema } from '../../../gen/envoy/config/core/v3/base_pb.ts';
import type { Keepalive } from '../../../model/proxy/gateway-settings.ts';
import type { Limits } from '../../../model/proxy/upstream-settings.ts';
import type { Address, Endpoint } from '../../../views/proxy/snapshot.ts';
import { addressOf } from './addresses.ts';
import { type Built, builtCluster, refs } from './built.ts';
import { loadAssignmentOf } from './endpoints.ts';
import { acceptsBothProtocols, speaksHttp2 } from './http-protocol.ts';
import { durationOf, type Init } from './message.ts';
import { adsSource } from './sources.ts';

export type Discovery =
  | { readonly by: 'eds'; readonly fetchTimeoutMs: number | undefined }
  /** Host names, resolved by the proxy; IPs may be among them. */
  | { readonly by: 'dns'; readonly endpoints: readonly Endpoint[] }
  | { readonly by: 'address'; readonly address: Address };

export interface ClusterSpec {
  readonly name: string;
  /** Count under the name as it is, although it has a prefix or a hash. */
  readonly hasOwnStats?: boolean;
  readonly discovery: Discovery;
  readonly connectTimeoutMs: number;
  /** Absent: as HTTP/1 or as bytes. */
  readonly http?: 'http2' | 'as-called';
  readonly outlierDetection?: Init<typeof OutlierDetectionSchema>;
  readonly limits?: Limits;
  /** Never fall back to endpoints that are not well. */
  readonly neverPanics?: boolean;
  readonly transportSocket?: Init<typeof TransportSocketSchema>;
  readonly keepalive?: Keepalive;
}

export function cluster(spec: ClusterSpec): Built {
  const needs = spec.discovery.by === 'eds' ? refs('endpoints', [spec.name]) : [];
  return builtCluster(clusterOf(spec), needs);
}

function clusterOf(spec: ClusterSpec): Init<typeof ClusterSchema> & { name: string } {
  const { name, outlierDetection, transportSocket, limits } = spec;
  return {
    name,
    ...(spec.hasOwnStats ? { altStatName: name } : {}),
    ...discoveryOf(spec),
    connectTimeout: durationOf(spec.connectTimeoutMs),
    ...httpOf(spec),
    ...(outlierDetection === undefined ? {} : { outlierDetection }),
    ...(limits === undefined ? {} : { circuitBreakers: circuitBreakersOf(limits) }),
    ...(spec.neverPanics ? { commonLbConfig: { healthyPanicThreshold: { value: 0 } } } : {}),
    ...(transportSocket === undefined ? {} : { transportSocket }),
    ...keepaliveOf(spec.keepalive),
  };
}

function discoveryOf({ name, discovery }: ClusterSpec) {
  switch (discovery.by) {
    case 'eds':
      return {
        clusterDiscoveryType: { case: 'type', value: Cluster_DiscoveryType.EDS },
        edsClusterConfig: { edsConfig: adsSource(discovery.fetchTimeoutMs) },
      } satisfies Init<typeof ClusterSchema>;
    case 'dns':
      return {
        clusterDiscoveryType: { case: 'type', value: Cluster_DiscoveryType.STRICT_DNS },
        loadAssignment: loadAssignmentOf(name, discovery.endpoints),
        dnsRefreshRate: durationOf(10_000),
      } satisfies Init<typeof ClusterSchema>;
    case 'address': {
      const endpoint = { address: addressOf(discovery.address) };
      const lbEndpoints = [{ hostIdentifier: { case: 'endpoint', value: endpoint } as const }];
      return {
        clusterDiscoveryType: { case: 'type', value: Cluster_DiscoveryType.STATIC },
        loadAssignment: { clusterName: name, endpoints: [{ lbEndpoints }] },
      } satisfies Init<typeof ClusterSchema>;
    }
  }
}

function httpOf({ http }: ClusterSpec) {
  if (http === undefined) return {};
  return { typedExtensionProtocolOptions: http === 'http2' ? speaksHttp2 : acceptsBothProtocols };
}

function circuitBreakersOf(limits: Limits) {
  const { maxConnections, maxPendingRequests, maxConcurrentRequests } = limits;
  const threshold = {
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(maxPendingRequests === undefined ? {} : { maxPendingRequests }),
    ...(maxConcurrentRequests === undefined ? {} : { maxRequests: maxConcurrentRequests }),
  };
  return Object.keys(threshold).length === 0 ? {} : { thresholds: [threshold] };
}

function keepaliveOf(keepalive: Keepalive | undefined) {
  if (keepalive === undefined) return {};
  const { timeSeconds, intervalSeconds, probes } = keepalive;
  const tcpKeepalive = {
    ...(timeSeconds === undefined ? {} : { keepaliveTime: timeSeconds }),
    ...(intervalSeconds === undefined ? {} : { keepaliveInterval: intervalSeconds }),
    ...(probes === undefined ? {} : { keepaliveProbes: probes }),
  };
  return { upstreamConnectionOptions: { tcpKeepalive } };
}
