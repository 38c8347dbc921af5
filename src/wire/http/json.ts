// SPDX-License-Identifier: Apache-2.0
// JSON bodies out (serialised once per value, however many readers it has) and in (bounded, decoded
// whatever the Content-Type, with the error texts of Go's decoder, as Consul does).
import { jsonSyntaxError } from '../../model/json-syntax.ts';
import { Refusal } from '../../model/refusal.ts';
import { decode, JSON_BODY } from '../../model/shape/decode.ts';
import type { Shape } from '../../model/shape/shape.ts';
import type { BodyLimit, HttpRequest } from './endpoint.ts';
import { BodyBrokenOff } from './request-body.ts';

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

// What TypeScript's types do not know yet: the text that a value was read from.
type WithSource = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const exactly: WithSource = (_key, value, { source = '' }) => {
  const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
  return isInexact && /^-?\d+$/.test(source) ? BigInt(source) : value;
};

/** JSON.parse, but whole numbers that a number would not hold exactly are bigints. */
export function parseExactly(text: string): unknown {
  // Most texts have none, and being asked about every value is dear.
  if (!/\d{16}/.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, exactly as (key: string, value: unknown) => unknown) as unknown;
}

/** What most endpoints put before the decoder's words. */
export const DECODE_FAILED = 'Request decode failed: ';

/** The body as JSON; Refusal 400 when it is none. Whatever follows the first value is ignored. */
export async function readJson(
  request: HttpRequest,
  failed: string = DECODE_FAILED,
  limit?: BodyLimit,
  parse: (text: string) => unknown = JSON.parse,
): Promise<unknown> {
  const { bytes, isBrokenOff } = await receivedOf(request, limit);
  const text = bytes.toString('utf8');
  try {
    return parse(text);
  } catch (error) {
    const end = /non-whitespace character after JSON at position (\d+)/.exec(String(error))?.[1];
    if (end !== undefined) return parse(text.slice(0, Number(end)));
    const isNothing = isBrokenOff && text.trim() === '';
    const why = isNothing ? 'unexpected EOF' : syntaxError(text);
    throw new Refusal('invalid-argument', failed + why);
  }
}

// Of a body that breaks off what has come is enough, when it holds a value.
async function receivedOf(
  request: HttpRequest,
  limit: BodyLimit | undefined,
): Promise<{ readonly bytes: Buffer; readonly isBrokenOff: boolean }> {
  try {
    return { bytes: await request.body(limit), isBrokenOff: false };
  } catch (error) {
    if (!(error instanceof BodyBrokenOff)) throw error;
    return { bytes: error.received, isBrokenOff: true };
  }
}

/** The body as a shape describes it; null reads as {}. Refusal 400 for keys and types that it doesn't allow. */
export async function readShape<T>(
  request: HttpRequest,
  shape: Shape<T>,
  failed: string = DECODE_FAILED,
): Promise<T> {
  const { value, problems } = decode(shape, await readJson(request, failed), JSON_BODY);
  const [first] = problems;
  if (first === undefined) return value ?? ({} as T);
  throw new Refusal('invalid-argument', failed + first.message);
}

/** The same where Consul tells those who name a namespace why they can't. */
export async function readTenantless<T>(request: HttpRequest, shape: Shape<T>): Promise<T> {
  try {
    return await readShape(request, shape);
  } catch (error) {
    const isNamespace = error instanceof Refusal && error.message.endsWith(NAMESPACE);
    if (!isNamespace) throw error;
    const text = `${error.message} - Namespaces are a Consul Enterprise feature`;
    throw new Refusal(error.code, text, { cause: error });
  }
}

const NAMESPACE = 'json: unknown field "Namespace"';

function syntaxError(text: string): string {
  if (text.trim() === '') return 'EOF';
  const message = jsonSyntaxError(text) ?? 'invalid JSON';
  // A decoder that reads from a stream says this of a text that is right as far as it goes.
  const isAtEnd = message !== jsonSyntaxError(`${text}\0`);
  return isAtEnd ? 'unexpected EOF' : message;
}
