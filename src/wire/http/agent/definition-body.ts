// SPDX-License-Identifier: Apache-2.0
import { decodeStruct, ShapeError, type StructShape } from '../../../model/json-shape.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { HttpRequest } from '../endpoint.ts';
import { DECODE_FAILED, readJson } from '../json.ts';

/** The body as a struct; Refusal 400 for what is none. */
export async function readStruct<T>(request: HttpRequest, shape: StructShape): Promise<T> {
  const body = await readJson(request);
  try {
    return decodeStruct<T>(shape, body);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new Refusal('invalid-argument', DECODE_FAILED + error.message);
  }
}
