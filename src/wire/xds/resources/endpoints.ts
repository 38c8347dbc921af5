// SPDX-License-Identifier: Apache-2.0
import { HealthStatus } from '../../../gen/envoy/config/core/v3/health_check_pb.ts';
import type { ClusterLoadAssignmentSchema } from '../../../gen/envoy/config/endpoint/v3/endpoint_pb.ts';
import type { Endpoint } from '../../../views/proxy/snapshot.ts';
import { addressOf } from './addresses.ts';
import { type Built, builtLoadAssignment } from './built.ts';
import { Memo } from './memo.ts';
import type { Init } from './message.ts';

const memo = new Memo<Built>();

/** The load assignment of a cluster. Endpoints that are not well stay in it, marked. */
export function loadAssignment(clusterName: string, endpoints: readonly Endpoint[]): Built {
  return memo.get([endpoints], clusterName, () =>
    builtLoadAssignment(loadAssignmentOf(clusterName, endpoints)),
  );
}

export function loadAssignmentOf(
  clusterName: string,
  endpoints: readonly Endpoint[],
): Init<typeof ClusterLoadAssignmentSchema> & { clusterName: string } {
  const lbEndpoints = endpoints.map((endpoint) => ({
    hostIdentifier: { case: 'endpoint', value: { address: addressOf(endpoint) } } as const,
    healthStatus: endpoint.isHealthy ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY,
    loadBalancingWeight: endpoint.weight,
  }));
  return { clusterName, endpoints: [{ lbEndpoints }] };
}
