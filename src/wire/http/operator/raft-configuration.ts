// SPDX-License-Identifier: Apache-2.0
import { raftConfiguration } from '../../../model/operator/server.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/operator/raft/configuration: the servers of this cluster, which are this one. */
export const raftConfigurationEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/raft/configuration',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: raftConfiguration(context.self, context.operator.facts()) };
  },
});
