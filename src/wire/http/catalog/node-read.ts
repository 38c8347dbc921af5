// SPDX-License-Identifier: Apache-2.0
import { serviceFields } from '../../../model/filter/fields/service.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { NodeKey } from '../../../views/catalog/node.ts';
import type { HttpContext } from '../context.ts';
import type { HttpRequest } from '../endpoint.ts';
import { filterOf, tenancyOf } from '../filters.ts';
import {
  checkDatacenter,
  checkTenancy,
  type ReadOptions,
  readOptionsAnywhere,
} from '../read-options.ts';

/** The node that a path names, and how it is read; Refusal when it names none. */
export function nodeRead(
  request: HttpRequest,
  context: HttpContext,
): { readonly key: NodeKey; readonly options: ReadOptions } {
  checkTenancy(request);
  const options = readOptionsAnywhere(request, context);
  const { node = '' } = request.params;
  if (node === '') throw new Refusal('invalid-argument', 'Missing node name');
  checkDatacenter(request, context);
  const filter = filterOf(request, serviceFields);
  return { key: { tenancy: tenancyOf(request), node, filter, isMerged: false }, options };
}
