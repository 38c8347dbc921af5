// SPDX-License-Identifier: Apache-2.0
import type { NodeService, ServiceRow } from '../../model/catalog/service.ts';
import { agentServiceKey, agentServices } from '../../state/tables/agent-services.ts';
import type { ViewRead } from '../engine/view.ts';
import { withCentral } from './central.ts';

/**
 * An instance as the catalog shows it: agents tell of their proxies and gateways with what config entries say about them,
 * while whoever registers with the catalog itself is taken at his word.
 */
export function asSynced(read: ViewRead, { tenancy, node, service }: ServiceRow): NodeService {
  if (service.Kind === undefined || tenancy.peer !== '') return service;
  const isAgents = read.get(agentServices, agentServiceKey(node, service.ID)) !== undefined;
  return isAgents ? withCentral(read, service) : service;
}
