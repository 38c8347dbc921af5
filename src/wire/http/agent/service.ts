// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { AgentService } from '../../../model/agent/agent-service.ts';
import { Refusal } from '../../../model/refusal.ts';
import { agentService } from '../../../views/agent/service.ts';
import { defineEndpoint } from '../endpoint.ts';
import { jsonBytes } from '../json.ts';
import { checkTenancy, readWait } from '../read-options.ts';

const HASH_DIGITS = 16;

/**
 * GET /v1/agent/service/:id: a service of this agent, a proxy with its central configuration. ?hash=… waits
 * while the content has that hash.
 */
export const serviceEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/service/:id',
  permission: { resource: 'service', access: 'read', of: 'id' },
  handle: async (request, context) => {
    const { waitMs } = readWait(request, context);
    checkTenancy(request);
    const { id = '' } = request.params;
    const key = { node: context.agent.nodeName, id };
    const seen = request.query.get('hash') ?? '';
    const untilMs = performance.now() + waitMs;
    let found = context.views.get(agentService, key);
    // Tables find ids in any case; Consul's agent doesn't.
    while (seen !== '' && found.value?.ID === id && hashOf(found.value) === seen) {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0 || request.signal.aborted) break;
      found = await context.views.above(agentService, key, found.revision, leftMs, request.signal);
    }
    const service = found.value;
    if (service?.ID !== id) throw new Refusal('not-found', `unknown service ID: ${id}`);
    const ContentHash = hashOf(service);
    return { json: { ...service, ContentHash }, headers: { 'X-Consul-ContentHash': ContentHash } };
  },
});

const hashOf = (service: AgentService): string =>
  createHash('sha256').update(jsonBytes(service)).digest('hex').slice(0, HASH_DIGITS);
