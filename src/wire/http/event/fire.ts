// SPDX-License-Identifier: Apache-2.0
import { checkEvent, type UserEvent } from '../../../model/event/user-event.ts';
import { Refusal } from '../../../model/refusal.ts';
import { type BodyLimit, defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { checkDatacenter } from '../read-options.ts';

const MAX_BYTES = 300;
const LIMIT: BodyLimit = {
  maxBytes: MAX_BYTES,
  tooLarge: (bytes) =>
    `Event payload too large, received ${bytes} bytes, max size: ${MAX_BYTES} bytes. User events should be kept small for efficient gossip propagation.`,
};

/** PUT /v1/event/fire/:name: tells an event with the body as its payload; answers it. */
export const fireEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/event/fire/:name',
  permission: { resource: 'event', access: 'write', of: 'name' },
  handle: async (request, context) => {
    const { params, query } = request;
    const { name: Name = '' } = params;
    if (Name === '') throw new Refusal('invalid-argument', 'Missing name');
    const payload = await payloadOf(request);
    const event: UserEvent = {
      ID: context.newId(),
      Name,
      Payload: payload.length === 0 ? null : payload.toString('base64'),
      NodeFilter: query.get('node') ?? '',
      ServiceFilter: query.get('service') ?? '',
      TagFilter: query.get('tag') ?? '',
      Version: 1,
      LTime: 0,
    };
    checkEvent(event);
    checkDatacenter(request, context);
    context.events.hear(event);
    return { json: event };
  },
});

function payloadOf(request: HttpRequest): Promise<Buffer> {
  // Consul wants to know beforehand how much it is.
  if (request.headers['transfer-encoding'] !== undefined) {
    const text = 'Event payload size must be greater than zero';
    throw new Refusal('invalid-argument', text);
  }
  return request.body(LIMIT);
}
