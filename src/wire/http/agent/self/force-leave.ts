// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** PUT /v1/agent/force-leave/:node?prune&wan: counts a member as gone; the only one there is lives, and stays. */
export const forceLeaveEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/force-leave/:node',
  permission: { resource: 'operator', access: 'write' },
  handle: ({ params: { node = '' }, query }, { agent: { nodeName, datacenter } }) => {
    const isMember =
      node === nodeName || (query.has('wan') && node === `${nodeName}.${datacenter}`);
    if (isMember) return {};
    throw new Refusal('rpc-error', `agent: No node found with name '${node}'`);
  },
});
