// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { ownState } from './answer.ts';

/** GET /v1/internal/federation-states: the datacenters that are federated, which is this one. */
export const statesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/federation-states',
  permission: { resource: 'operator', access: 'read' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const { state, index } = await ownState(request, context);
    return { json: [state], index };
  },
});
