// SPDX-License-Identifier: Apache-2.0
import { localTenancy } from '../model/tenancy.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { removeNode } from './node-rows.ts';
import { removeService } from './service-rows.ts';
import { removeCheck } from './session-rows.ts';

export interface DeregisterCatalog {
  readonly node: string;
  /** '' when it is not about a service. */
  readonly serviceId: string;
  /** '' when it is not about a check; a service goes first when both are named. */
  readonly checkId: string;
}

/** Removes a service with its checks, or a check, or the whole node. What isn't there is no problem. */
export const deregisterCatalog = defineCommand<DeregisterCatalog>({
  name: 'deregister-catalog',
  decide: (read, { node, serviceId, checkId }) => {
    const draft = new Draft(read);
    if (serviceId !== '') {
      const row = draft.get(services, serviceKey(localTenancy, node, serviceId));
      if (row !== undefined) removeService(draft, row);
    } else if (checkId !== '') {
      const row = draft.get(checks, checkKey(localTenancy, node, checkId));
      if (row !== undefined) removeCheck(draft, row);
    } else {
      const row = draft.get(nodes, nodeKey(localTenancy, node));
      if (row !== undefined) removeNode(draft, row);
    }
    return { writes: draft.writes, reply: undefined };
  },
});
