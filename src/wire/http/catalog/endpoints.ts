// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { connectEndpoint } from './connect.ts';
import { datacentersEndpoint } from './datacenters.ts';
import { deregisterEndpoint } from './deregister.ts';
import { gatewayServicesEndpoint } from './gateway-services.ts';
import { nodeEndpoint } from './node.ts';
import { nodeServicesEndpoint } from './node-services.ts';
import { nodesEndpoint } from './nodes.ts';
import { registerEndpoint } from './register.ts';
import { serviceEndpoint } from './service.ts';
import { servicesEndpoint } from './services.ts';

/** /v1/catalog: what is registered, wherever it came from. */
export const catalogEndpoints: readonly Endpoint[] = [
  registerEndpoint,
  deregisterEndpoint,
  datacentersEndpoint,
  nodesEndpoint,
  servicesEndpoint,
  serviceEndpoint,
  connectEndpoint,
  nodeEndpoint,
  nodeServicesEndpoint,
  gatewayServicesEndpoint,
];
