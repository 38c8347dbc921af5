// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../../endpoint.ts';
import { catalogOverviewEndpoint } from './catalog-overview.ts';
import { exportedServicesEndpoint } from './exported-services.ts';
import { gatewayIntentionsEndpoint } from './gateway-intentions.ts';
import { gatewayServicesNodesEndpoint } from './gateway-services-nodes.ts';
import { metricsProxyEndpoint } from './metrics-proxy.ts';
import { nodeEndpoint } from './node.ts';
import { nodesEndpoint } from './nodes.ts';
import { serviceTopologyEndpoint } from './service-topology.ts';
import { servicesEndpoint } from './services.ts';

/** /v1/internal/ui: what a page shows. */
export const uiEndpoints: readonly Endpoint[] = [
  catalogOverviewEndpoint,
  exportedServicesEndpoint,
  gatewayIntentionsEndpoint,
  gatewayServicesNodesEndpoint,
  metricsProxyEndpoint,
  nodeEndpoint,
  nodesEndpoint,
  serviceTopologyEndpoint,
  servicesEndpoint,
];
