// SPDX-License-Identifier: Apache-2.0
import { createSession } from '../../../commands/create-session.ts';
import { Refusal } from '../../../model/refusal.ts';
import { sessionOf, sessionRequestShape } from '../../../model/session/session-request.ts';
import { decode, JSON_BODY } from '../../../model/shape/decode.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { DECODE_FAILED, readJson } from '../json.ts';
import { checkDatacenter, checkTenancy } from '../read-options.ts';

/** PUT /v1/session/create: begins a session on this node or another; answers its id. */
export const createEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/session/create',
  permission: { resource: 'session', access: 'write', of: 'Node' },
  handle: async (request, context) => {
    checkTenancy(request);
    const written = request.declaredBytes === 0 ? {} : await readJsonOrNothing(request);
    const { value, problems } = decode(sessionRequestShape, written, JSON_BODY);
    const wrong = problems.find(({ kind }) => kind === 'wrong-type');
    if (wrong !== undefined) {
      throw new Refusal('invalid-argument', DECODE_FAILED + wrong.message);
    }
    const id = context.newId();
    const session = sessionOf(value ?? {}, written, { id, ownNode: context.agent.nodeName });
    checkDatacenter(request, context);
    await context.issue(createSession, session);
    return { json: { ID: id } };
  },
});

// A body that is not announced and does not come asks for a session as it is by default, as does an empty one.
async function readJsonOrNothing(request: HttpRequest): Promise<unknown> {
  const isAnnounced = request.declaredBytes !== undefined;
  if (!isAnnounced && request.headers['transfer-encoding'] === undefined) return {};
  const parse = (text: string): unknown => (text === '' ? {} : JSON.parse(text));
  return readJson(request, DECODE_FAILED, undefined, parse);
}
