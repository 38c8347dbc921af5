// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../../endpoint.ts';

/** GET /v1/agent/host: memory, processors and disk of the machine that the agent runs on. */
export const hostEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/host',
  permission: { resource: 'operator', access: 'read' },
  handle: async (_request, { hostInfo }) => ({ json: await hostInfo() }),
});
