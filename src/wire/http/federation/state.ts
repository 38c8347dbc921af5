// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { ownState } from './answer.ts';

/** GET /v1/internal/federation-state/:datacenter: one of them. */
export const stateEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/federation-state/:datacenter',
  permission: { resource: 'operator', access: 'read' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const { datacenter = '' } = request.params;
    if (datacenter === '') throw new Refusal('invalid-argument', 'Missing datacenter name');
    const { state, index } = await ownState(request, context);
    if (datacenter.toLowerCase() !== context.agent.datacenter) return { status: 404 };
    const meta = {
      Index: index,
      LastContact: 0,
      KnownLeader: true,
      ConsistencyLevel: '',
      NotModified: false,
      Backend: 0,
      ResultsFilteredByACLs: false,
    };
    return { json: { State: state, ...meta }, index };
  },
});
