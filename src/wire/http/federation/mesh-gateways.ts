// SPDX-License-Identifier: Apache-2.0
import { federationState } from '../../../views/operator/federation.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';

/** GET /v1/internal/federation-states/mesh-gateways: the ways into each datacenter. */
export const meshGatewaysEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/federation-states/mesh-gateways',
  permission: { resource: 'service', access: 'read' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const { value, revision } = await readBlocking(request, context, federationState, null);
    const { MeshGateways } = value;
    const json = MeshGateways === undefined ? {} : { [context.agent.datacenter]: MeshGateways };
    return { json, index: revision };
  },
});
