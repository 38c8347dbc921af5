// SPDX-License-Identifier: Apache-2.0
import type { AgentService } from '../../model/agent/agent-service.ts';
import { agentNodeKey, agentServices } from '../../state/tables/agent-services.ts';
import { defineView } from '../engine/view.ts';
import { agentService } from './service.ts';

/** Everything that is registered with a node's agent, by id. */
export const agentServicesOfNode = defineView<string, Readonly<Record<string, AgentService>>>({
  name: 'agent/services',
  key: agentNodeKey,
  compute: (read, node) => {
    const found: Record<string, AgentService> = {};
    for (const { value } of read.by(agentServices, 'node', agentNodeKey(node))) {
      const shown = read.view(agentService, { node, id: value.service.ID });
      if (shown !== undefined) found[value.service.ID] = shown;
    }
    return found;
  },
});
