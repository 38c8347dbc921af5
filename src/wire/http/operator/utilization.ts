// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';

/** GET /v1/operator/utilization: a report that only Consul's enterprise edition makes. */
export const utilizationEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/utilization',
  permission: { resource: 'operator', access: 'read' },
  handle: () => {
    throw new Refusal('not-found', 'operator utilization requires Consul Enterprise');
  },
});
