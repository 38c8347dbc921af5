// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { checksEndpoint } from './checks.ts';
import { connectEndpoint } from './connect.ts';
import { ingressEndpoint } from './ingress.ts';
import { nodeEndpoint } from './node.ts';
import { serviceEndpoint } from './service.ts';
import { stateEndpoint } from './state.ts';

/** /v1/health: instances and nodes with their checks. */
export const healthEndpoints: readonly Endpoint[] = [
  serviceEndpoint,
  connectEndpoint,
  ingressEndpoint,
  checksEndpoint,
  nodeEndpoint,
  stateEndpoint,
];
