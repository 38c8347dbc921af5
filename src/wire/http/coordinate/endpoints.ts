// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { datacentersEndpoint } from './datacenters.ts';
import { withoutCoordinates } from './disabled.ts';
import { nodeEndpoint } from './node.ts';
import { nodesEndpoint } from './nodes.ts';
import { updateEndpoint } from './update.ts';

/** /v1/coordinate: how far nodes are from each other. */
export const coordinateEndpoints: readonly Endpoint[] = [
  datacentersEndpoint,
  nodesEndpoint,
  nodeEndpoint,
  updateEndpoint,
];

export const disabledCoordinateEndpoints: readonly Endpoint[] =
  coordinateEndpoints.map(withoutCoordinates);
