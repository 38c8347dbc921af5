// SPDX-License-Identifier: Apache-2.0
import { selfAnswer } from '../../../../model/agent/self.ts';
import { ALL_ROWS } from '../../../../model/filter/filter.ts';
import { localTenancy } from '../../../../model/tenancy.ts';
import { catalogNode } from '../../../../views/catalog/node.ts';
import { EVERYTHING } from '../../../../views/catalog/selection.ts';
import { healthChecks } from '../../../../views/health/checks.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** GET /v1/agent/self: version, ports and settings of this agent. */
export const selfEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/self',
  permission: { resource: 'agent', access: 'read' },
  handle: (_request, { self, views }) => {
    const node = self.nodeName;
    const here = views.get(catalogNode, {
      tenancy: localTenancy,
      node,
      filter: ALL_ROWS,
      isMerged: false,
    });
    const key = { tenancy: localTenancy, of: 'node', name: node, selection: EVERYTHING } as const;
    const checks = views.get(healthChecks, key);
    const facts = {
      revision: Math.max(here.revision, checks.revision),
      services: Object.keys(here.value?.Services ?? {}).length,
      checks: checks.value.length,
    };
    return { json: selfAnswer(self, facts) };
  },
});
