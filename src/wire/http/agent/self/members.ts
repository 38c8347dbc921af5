// SPDX-License-Identifier: Apache-2.0
import { memberOf } from '../../../../model/agent/self.ts';
import { memberFields } from '../../../../model/filter/fields/member.ts';
import { filtered } from '../../../../model/filter/filter.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { filterOf } from '../../filters.ts';
import { checkTenancy } from '../../read-options.ts';

/** GET /v1/agent/members: the servers and agents of this cluster, which are this server. */
export const membersEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/members',
  permission: { resource: 'none', filteredBy: ['node'] },
  handle: (request, { self }) => {
    checkTenancy(request, false);
    const { query } = request;
    // As Consul: any value at all, '0' as well.
    const isWan = (query.get('wan') ?? '') !== '';
    const segment = query.get('segment') ?? '';
    if (isWan && segment !== '' && segment !== '_all') {
      throw new Refusal('invalid-argument', 'Cannot provide a segment with wan=true');
    }
    if (segment !== '' && segment !== '_all') {
      throw new Refusal(
        'rpc-error',
        'Network segments are not supported in this version of Consul',
      );
    }
    const members = [memberOf(self, isWan ? 'wan' : 'lan')];
    return { json: filtered(members, filterOf(request, memberFields)) };
  },
});
