// SPDX-License-Identifier: Apache-2.0
import {
  type IntentionEnd,
  parseIntentionEnd,
} from '../../../../model/intention/intention-name.ts';
import { Refusal } from '../../../../model/refusal.ts';
import type { HttpRequest } from '../../endpoint.ts';

export interface IntentionEnds {
  readonly source: IntentionEnd;
  readonly destination: IntentionEnd;
}

export const NOT_FOUND = { status: 404, text: 'Intention not found' } as const;

/** ?source and ?destination; Refusal when one is not there. Only a source may be a peer's. */
export function endsOf(request: HttpRequest): IntentionEnds {
  const source = requiredParameter(request, 'source');
  const destination = requiredParameter(request, 'destination');
  return {
    source: parseIntentionEnd('source', source, { mayBePeer: true }),
    destination: parseIntentionEnd('destination', destination, { mayBePeer: false }),
  };
}

/** The same for who writes or decides, where Consul knows no peers at all: of what is none, it says that. */
export function realEndsOf(request: HttpRequest): IntentionEnds {
  const source = request.query.get('source') ?? '';
  if (!/^peer:[^/*]+\/./.test(source)) parseIntentionEnd('source', source, { mayBePeer: false });
  return endsOf(request);
}

/** Refuses ends that are empty, as if they weren't there. */
export function refuseEmptyEnds(request: HttpRequest): void {
  for (const name of ['source', 'destination']) {
    if (requiredParameter(request, name) === '') throw notSet(name);
  }
}

/** Who may write to a destination is asked first, and nobody may to one without a name. */
export function refuseNoDestination(name: string): void {
  if (name === '') throw new Refusal('permission-denied', 'Permission denied');
}

/** A parameter that has to be there once; it may be empty. */
export function requiredParameter({ query }: HttpRequest, name: string): string {
  const [value, ...more] = query.getAll(name);
  if (value === undefined || more.length > 0) throw notSet(name);
  return value;
}

const notSet = (name: string): Refusal =>
  new Refusal('rpc-error', `required query parameter '${name}' not set`);
