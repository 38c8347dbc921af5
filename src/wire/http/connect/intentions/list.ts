// SPDX-License-Identifier: Apache-2.0
import { intentionFields } from '../../../../model/filter/fields/intention.ts';
import { intentionList } from '../../../../views/intentions/list.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { filterOf } from '../../filters.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';

/** GET /v1/connect/intentions: all intentions, in the order in which they are asked. */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions',
  permission: { resource: 'none', filteredBy: ['intention'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    checkDatacenter(request, context);
    return replyBlocking(request, context, intentionList, filterOf(request, intentionFields));
  },
});
