// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../../endpoint.ts';

const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const NO_PROMETHEUS = 'Prometheus is not enabled since its retention time is not positive';

/** GET /v1/agent/metrics: what this agent counts, as JSON or with ?format=prometheus. */
export const metricsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/metrics',
  permission: { resource: 'agent', access: 'read' },
  handle: async ({ query, headers }, { metrics }) => {
    const isForPrometheus = query.get('format') === 'prometheus' || takesItsFormat(headers.accept);
    if (!isForPrometheus) return { json: metrics.json() };
    const text = await metrics.prometheus();
    if (text === undefined) return { headers: { 'X-Consul-Reason': NO_PROMETHEUS } };
    return { headers: { 'Content-Type': PROMETHEUS_TYPE }, text };
  },
});

// Those that Consul takes for Prometheus, which itself says more than that and has to ask by the parameter.
const takesItsFormat = (accept = ''): boolean =>
  accept.split(',').some((one) => {
    const [type = '', version = ''] = one.split(';').map((part) => part.trim());
    const name = type.toLowerCase();
    return (
      name === 'application/openmetrics-text' ||
      (name === 'text/plain' && version === 'version=0.4.0')
    );
  });
