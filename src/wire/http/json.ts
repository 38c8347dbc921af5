// SPDX-License-Identifier: Apache-2.0
// JSON bodies out (serialised once per value, however many readers it has) and in (bounded, decoded
// whatever the Content-Type, as Consul does).
import { Refusal } from '../../model/refusal.ts';
import type { HttpRequest } from './endpoint.ts';

const bodies = new WeakMap<object, Buffer>();

/** How often something was serialised, for the test that proves sharing. */
export const jsonCounters = { serialised: 0 };

/** The bytes of a value. Values must not change afterwards: views and rows are frozen or replaced. */
export function jsonBytes(value: unknown): Buffer {
  if (typeof value !== 'object' || value === null)
    return Buffer.from(JSON.stringify(value) ?? 'null');
  let bytes = bodies.get(value);
  if (bytes === undefined) {
    jsonCounters.serialised += 1;
    bytes = Buffer.from(JSON.stringify(value));
    bodies.set(value, bytes);
  }
  return bytes;
}

/** The body as JSON; Refusal 400 with Go's decoder texts when it is none. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const bytes = await request.body();
  if (bytes.length === 0) throw new Refusal('invalid-argument', 'Request decode failed: EOF');
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (error) {
    throw new Refusal('invalid-argument', `Request decode failed: ${String(error)}`);
  }
}
