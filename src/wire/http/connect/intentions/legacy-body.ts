// SPDX-License-Identifier: Apache-2.0
import type { PutLegacyIntention } from '../../../../commands/put-legacy-intention.ts';
import {
  checkLegacyIntention,
  type IntentionRequest,
  intentionRequestShape,
  refusePeer,
} from '../../../../model/intention/intention-request.ts';
import { Refusal } from '../../../../model/refusal.ts';
import type { HttpContext } from '../../context.ts';
import type { HttpRequest } from '../../endpoint.ts';
import { readShape } from '../../json.ts';

export interface LegacyBody extends Omit<PutLegacyIntention, 'id' | 'isUpdate'> {
  /** The id that the body names; '' for none. */
  readonly bodyId: string;
}

/**
 * An intention with an id of its own, from a body; Refusal, with Consul's text and a 500, for what is none.
 * `checkFirst` is called before what the intention says is looked at.
 */
export async function readLegacyIntention(
  request: HttpRequest,
  context: HttpContext,
  checkFirst: () => void = () => {},
): Promise<LegacyBody> {
  const body = await decoded(request);
  refuseNamespace(body);
  refusePeer(body);
  // Consul asks who may write to the destination before it looks at the rest.
  if ((body.DestinationName ?? '') === '') {
    throw new Refusal('permission-denied', 'Permission denied');
  }
  const { ID = '', SourceName = '', DestinationName = '', Description = '', Meta = {} } = body;
  if (request.method === 'POST' && ID !== '') {
    throw new Refusal('rpc-error', 'ID must be empty when creating a new intention');
  }
  checkFirst();
  checkLegacyIntention(body);
  return {
    bodyId: ID,
    source: SourceName,
    destination: DestinationName,
    action: body.Action as 'allow' | 'deny',
    description: Description,
    meta: Meta,
    now: new Date(context.now()).toISOString(),
  };
}

async function decoded(request: HttpRequest): Promise<IntentionRequest> {
  try {
    return await readShape(request, intentionRequestShape, 'Failed to decode request body: ');
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-argument') throw error;
    throw new Refusal('rpc-error', error.message);
  }
}

function refuseNamespace(body: IntentionRequest): void {
  for (const field of ['SourceNS', 'DestinationNS'] as const) {
    const namespace = body[field] ?? '';
    if (namespace === '' || namespace === 'default') continue;
    throw new Refusal(
      'invalid-argument',
      `Invalid ${field}(${namespace}): Namespaces is a Consul Enterprise feature`,
    );
  }
}
