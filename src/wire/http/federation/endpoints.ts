// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { meshGatewaysEndpoint } from './mesh-gateways.ts';
import { stateEndpoint } from './state.ts';
import { statesEndpoint } from './states.ts';

/** /v1/internal/federation-…: clusters that are joined by mesh gateways, of which there is only this one. */
export const federationEndpoints: readonly Endpoint[] = [
  statesEndpoint,
  meshGatewaysEndpoint,
  stateEndpoint,
];
