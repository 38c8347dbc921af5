// SPDX-License-Identifier: Apache-2.0
import { serviceFields } from '../../../model/filter/fields/service.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { NodeKey } from '../../../views/catalog/node.ts';
import type { HttpRequest } from '../endpoint.ts';
import { filterOf, tenancyOf } from '../filters.ts';
import { checkTenancy } from '../read-options.ts';

/** The node that a path names; Refusal when it names none. */
export function nodeKeyOf(request: HttpRequest): NodeKey {
  checkTenancy(request);
  const { node = '' } = request.params;
  if (node === '') throw new Refusal('invalid-argument', 'Missing node name');
  return {
    tenancy: tenancyOf(request),
    node,
    filter: filterOf(request, serviceFields),
    isMerged: false,
  };
}
