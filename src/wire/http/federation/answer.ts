// SPDX-License-Identifier: Apache-2.0
import { federationState } from '../../../views/operator/federation.ts';
import { readBlocking } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import type { HttpRequest } from '../endpoint.ts';

/** The state of this datacenter with the indexes of when it changed. */
export async function ownState(
  request: HttpRequest,
  context: HttpContext,
): Promise<{ readonly state: object; readonly index: number }> {
  const { value, revision } = await readBlocking(request, context, federationState, null);
  const indexes = { PrimaryModifyIndex: revision, CreateIndex: revision, ModifyIndex: revision };
  const state = { Datacenter: context.agent.datacenter, ...value, ...indexes };
  return { state, index: revision };
}
