// SPDX-License-Identifier: Apache-2.0
import { RecentEvents } from '../agent/recent-events.ts';
import { agentServicesOfNode } from '../views/agent/services.ts';
import type { Views } from '../views/engine/engine.ts';

/** The events of a node, told apart by what is registered with its agent. */
export function openEvents(views: Views, node: string): RecentEvents {
  return new RecentEvents(() => {
    const { value } = views.get(agentServicesOfNode, node);
    const services = Object.values(value).map(({ ID: id, Service: name, Tags }) => {
      return { id, name, tags: Tags ?? [] };
    });
    return { node, services };
  });
}
