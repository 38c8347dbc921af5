// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../../endpoint.ts';

const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const NO_PROMETHEUS = 'Prometheus is not enabled since its retention time is not positive';

/** GET /v1/agent/metrics: what this agent counts, as JSON or with ?format=prometheus. */
export const metricsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/metrics',
  permission: { resource: 'agent', access: 'read' },
  handle: async ({ query }, { metrics }) => {
    if (query.get('format') !== 'prometheus') return { json: await metrics.json() };
    const text = await metrics.prometheus();
    if (text === undefined) return { headers: { 'X-Consul-Reason': NO_PROMETHEUS } };
    return { headers: { 'Content-Type': PROMETHEUS_TYPE }, text };
  },
});
