// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { rootsAsConfigured, type RootsAnswer } from '../../../views/ca/roots.ts';
import type { Versioned } from '../../../views/engine/view.ts';
import { readBlocking } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import type { HttpRequest } from '../endpoint.ts';

/** The roots, now or when they change; Refusal before there are any. */
export async function readRoots(
  request: HttpRequest,
  context: HttpContext,
): Promise<Versioned<RootsAnswer>> {
  const { value, revision } = await readBlocking(request, context, rootsAsConfigured, null);
  if (value.roots === undefined) {
    throw new Refusal('unavailable', 'CA has not finished initializing');
  }
  return { value: value.roots, revision };
}
