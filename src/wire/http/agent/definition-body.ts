// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { decode, JSON_BODY } from '../../../model/shape/decode.ts';
import type { Shape } from '../../../model/shape/shape.ts';
import type { HttpRequest } from '../endpoint.ts';
import { DECODE_FAILED, readJson } from '../json.ts';

/** The body as a definition; null reads as {}. Refusal 400 for what is none; unlike elsewhere, tenancy gets no hint. */
export async function readDefinition<T extends object>(
  request: HttpRequest,
  shape: Shape<T>,
): Promise<Partial<T>> {
  const { value, problems } = decode(shape, await readJson(request), JSON_BODY);
  const [first] = problems;
  if (first === undefined) return value ?? {};
  throw new Refusal('invalid-argument', DECODE_FAILED + first.message);
}
