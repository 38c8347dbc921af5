// SPDX-License-Identifier: Apache-2.0
import { eventIndex, type UserEvent } from '../../../model/event/user-event.ts';
import type { HttpContext } from '../context.ts';
import { defineEndpoint, type HttpReply, type HttpRequest } from '../endpoint.ts';
import { readWait } from '../read-options.ts';

/**
 * GET /v1/event/list: the newest events, ?name those of one name. With the ?index of an earlier answer it waits for
 * another; indexes are told apart, not compared, since they are made of ids.
 */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/event/list',
  permission: { resource: 'none', filteredBy: ['event'] },
  handle: async (request, context) => {
    const known = knownIndex(request);
    const { waitMs } = readWait(request, context);
    const untilMs = performance.now() + waitMs;
    let found = eventsFor(request, context);
    while (indexOf(found) === known && !request.signal.aborted) {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) break;
      await context.events.next(leftMs, request.signal);
      found = eventsFor(request, context);
    }
    return replyOf(found);
  },
});

function eventsFor({ query }: HttpRequest, { events: { events } }: HttpContext) {
  const name = query.get('name') ?? '';
  return name === '' ? events : events.filter((event) => event.Name === name);
}

/** Of an empty list 1, so that nobody asks again and again. */
function indexOf(events: readonly UserEvent[]): string {
  const last = events.at(-1);
  return last === undefined ? '1' : eventIndex(last.ID);
}

/** Without leading zeros; undefined for a reader that doesn't wait. */
function knownIndex({ query }: HttpRequest): string | undefined {
  const text = query.get('index') ?? '';
  return /^\d{1,20}$/.test(text) && BigInt(text) > 0n ? String(BigInt(text)) : undefined;
}

function replyOf(events: readonly UserEvent[]): HttpReply {
  return { json: events, headers: { 'X-Consul-Index': indexOf(events) } };
}
