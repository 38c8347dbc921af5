// SPDX-License-Identifier: Apache-2.0
import {
  type IntentionEnd,
  parseIntentionEnd,
} from '../../../../model/intention/intention-name.ts';
import { Refusal } from '../../../../model/refusal.ts';
import type { HttpRequest } from '../../endpoint.ts';

export interface IntentionEnds {
  readonly source: IntentionEnd;
  readonly destination: string;
}

export const NOT_FOUND = { status: 404, text: 'Intention not found' } as const;

/** ?source and ?destination; Refusal when one is not there. */
export function endsOf(request: HttpRequest): IntentionEnds {
  const source = requiredParameter(request, 'source');
  const destination = requiredParameter(request, 'destination');
  return {
    source: parseIntentionEnd('source', source),
    destination: parseIntentionEnd('destination', destination).name,
  };
}

export function requiredParameter({ query }: HttpRequest, name: string): string {
  const value = query.get(name) ?? '';
  if (value !== '') return value;
  throw new Refusal('rpc-error', `required query parameter '${name}' not set`);
}
