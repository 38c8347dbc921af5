// SPDX-License-Identifier: Apache-2.0
// The visible list of endpoints, noun by noun. An endpoint that isn't reachable from here doesn't exist.
import { aclEndpoints } from './acl/endpoints.ts';
import { agentEndpoints } from './agent/endpoints.ts';
import { catalogEndpoints } from './catalog/endpoints.ts';
import { configEndpoints } from './config/endpoints.ts';
import { connectEndpoints } from './connect/endpoints.ts';
import { coordinateEndpoints, disabledCoordinateEndpoints } from './coordinate/endpoints.ts';
import { discoveryChainEndpoints } from './discovery-chain/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { federationEndpoints } from './federation/endpoints.ts';
import { eventEndpoints } from './event/endpoints.ts';
import { healthEndpoints } from './health/endpoints.ts';
import { internalEndpoints } from './internal/endpoints.ts';
import { kvEndpoints } from './kv/endpoints.ts';
import { operatorEndpoints } from './operator/endpoints.ts';
import { peeringEndpoints } from './peering/endpoints.ts';
import { preparedQueryEndpoints } from './prepared-query/endpoints.ts';
import { sessionEndpoints } from './session/endpoints.ts';
import { snapshotEndpoints } from './snapshot/endpoints.ts';
import { statusEndpoints } from './status/endpoints.ts';
import { txnEndpoints } from './txn/endpoints.ts';

/** What a configuration says about which endpoints there are. */
export interface EndpointChoice {
  readonly hasCoordinates: boolean;
}

export function endpointsOf({ hasCoordinates }: EndpointChoice): readonly Endpoint[] {
  if (hasCoordinates) return endpoints;
  const others = endpoints.filter((endpoint) => !coordinateEndpoints.includes(endpoint));
  return [...others, ...disabledCoordinateEndpoints];
}

export const endpoints: readonly Endpoint[] = [
  ...aclEndpoints,
  ...agentEndpoints,
  ...catalogEndpoints,
  ...configEndpoints,
  ...connectEndpoints,
  ...coordinateEndpoints,
  ...federationEndpoints,
  ...eventEndpoints,
  ...discoveryChainEndpoints,
  ...healthEndpoints,
  ...internalEndpoints,
  ...kvEndpoints,
  ...operatorEndpoints,
  ...peeringEndpoints,
  ...preparedQueryEndpoints,
  ...sessionEndpoints,
  ...snapshotEndpoints,
  ...statusEndpoints,
  ...txnEndpoints,
];
