// SPDX-License-Identifier: Apache-2.0
import type { CheckType } from '../../model/agent/check-type.ts';
import { goQuote } from '../../model/go-quote.ts';

const DEFAULTS: Readonly<Record<string, string>> = {
  'User-Agent': 'Consul Health Check',
  Accept: 'text/plain, text/*, */*',
};
// These follow from the request itself; a check that said otherwise would break it.
const DERIVED = new Set(['connection', 'content-length', 'transfer-encoding', 'trailer']);

/** The headers of a check's request, named as the check names them. Throws when they can't be sent. */
export function headersOf(
  said: NonNullable<CheckType['Header']>,
  body: string,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, values] of Object.entries(said)) {
    if (DERIVED.has(name.toLowerCase())) continue;
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) {
      throw new Error(`net/http: invalid header field name ${goQuote(name)}`);
    }
    const bytes = values.map(asBytes);
    if (!bytes.every((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value))) {
      throw new Error(`net/http: invalid header field value for ${goQuote(name)}`);
    }
    headers[name] = /^host$/i.test(name) ? (bytes[0] ?? '') : bytes;
  }
  for (const [name, value] of Object.entries(DEFAULTS)) {
    const given = Object.keys(headers).find((each) => each.toLowerCase() === name.toLowerCase());
    if (given !== undefined && headers[given]?.[0]) continue;
    if (given !== undefined) delete headers[given];
    headers[name] = value;
  }
  if (body !== '') headers['Content-Length'] = String(Buffer.byteLength(body));
  return headers;
}

/** Node sends a header's characters as bytes; what people write is UTF-8. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
