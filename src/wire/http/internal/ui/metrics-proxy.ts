// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** GET /v1/internal/ui/metrics-proxy/…: there is none: whoever draws graphs asks the metrics server itself. */
export const metricsProxyEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/metrics-proxy/:path',
  permission: { resource: 'none' },
  handle: () => {
    throw new Refusal('not-found', 'Metrics proxy is not enabled');
  },
});
