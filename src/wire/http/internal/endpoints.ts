// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { proxiesEndpoint } from './proxies.ts';
import { serviceVirtualIpEndpoint } from './service-virtual-ip.ts';
import { uiEndpoints } from './ui/endpoints.ts';

/** /v1/internal: what pages show, and what operators need to see and Consul has no endpoint for. */
export const internalEndpoints: readonly Endpoint[] = [
  proxiesEndpoint,
  serviceVirtualIpEndpoint,
  ...uiEndpoints,
];
