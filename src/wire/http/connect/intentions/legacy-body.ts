// SPDX-License-Identifier: Apache-2.0
import {
  type IntentionRequest,
  intentionRequestShape,
  refusePeer,
} from '../../../../model/intention/intention-request.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { indexedIdError } from '../../../../model/uuid.ts';
import type { HttpRequest } from '../../endpoint.ts';
import { readShape } from '../../json.ts';

/**
 * An intention with an id of its own, from a body; Refusal, with Consul's text, for what is none. `read` decodes, which
 * fails differently for each method.
 */
export async function readLegacyIntention(
  request: HttpRequest,
  read: typeof readIntention,
): Promise<IntentionRequest> {
  const body = await read(request);
  for (const end of ['Destination', 'Source'] as const) {
    if (['', 'default'].includes(body[`${end}Partition`] ?? '')) continue;
    const text = `Cannot specify a ${end.toLowerCase()} partition with this endpoint`;
    throw new Refusal('invalid-argument', text);
  }
  refusePeer(body);
  return body;
}

/** Why there can be no intention with such an id; undefined when there can. */
export function legacyIdError(id: string): string | undefined {
  const problem = indexedIdError(id);
  return problem && `failed config entry lookup: index error: ${problem}`;
}

/** The same for who changes one. */
export function refuseBadId(id: string): void {
  const problem = legacyIdError(id);
  if (problem !== undefined) {
    throw new Refusal('rpc-error', `Intention lookup failed: ${problem}`);
  }
}

export const readIntention = (request: HttpRequest): Promise<IntentionRequest> =>
  readShape(request, intentionRequestShape);

/** The same, but what is no intention is an error of the server. */
export async function readNewIntention(request: HttpRequest): Promise<IntentionRequest> {
  try {
    return await readShape(request, intentionRequestShape, 'Failed to decode request body: ');
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-argument') throw error;
    throw new Refusal('rpc-error', error.message);
  }
}
