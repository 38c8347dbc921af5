// SPDX-License-Identifier: Apache-2.0
// The headers of an answer, as one flat list of names and values: Consul's own, the operator's, the endpoint's.
// Of one name, an endpoint's wins over the operator's, and the operator's over `Vary`.
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpReply } from './endpoint.ts';
import type { PlainReply } from './unrouted.ts';

export class ReplyHeaders {
  readonly #common: readonly string[];
  readonly #configured: readonly string[];
  /** In lower case. */
  readonly #configuredNames: ReadonlySet<string>;
  readonly #hasType: boolean;

  constructor(configured: Readonly<Record<string, string>>) {
    this.#configured = Object.entries(configured).flat();
    this.#configuredNames = new Set(Object.keys(configured).map((name) => name.toLowerCase()));
    this.#hasType = this.#configuredNames.has('content-type');
    const vary = this.#configuredNames.has('vary') ? [] : ['Vary', 'Accept-Encoding'];
    this.#common = [...vary, 'X-Consul-Default-Acl-Policy', 'allow', ...this.#configured];
  }

  /** Those of an endpoint's reply. `body` is undefined when it is streamed: then there is no guess at its type. */
  of(reply: HttpReply, body: Uint8Array | undefined): string[] {
    const isPlain = this.#configuredNames.size === 0;
    const own = isPlain ? [...this.#common] : [];
    if (reply.index !== undefined) pushIndexHeaders(own, reply, reply.index);
    const type = reply.headers?.['Content-Type'] ?? this.#typeOf(reply, body);
    if (type !== undefined) own.push('Content-Type', type);
    for (const name in reply.headers) {
      if (name !== 'Content-Type') own.push(name, headerValue(reply.headers[name] ?? ''));
    }
    return isPlain ? own : this.#under(this.#common, own);
  }

  ofPlain({ headers, isConfigured }: PlainReply): string[] {
    if (isConfigured !== true) return [...headers];
    const own = this.#hasType ? withoutNames(headers, TYPE) : headers;
    return this.#under(this.#configured, own);
  }

  #under(base: readonly string[], own: readonly string[]): string[] {
    if (this.#configuredNames.size === 0) return [...base, ...own];
    const names = new Set<string>();
    for (let i = 0; i < own.length; i += 2) names.add((own[i] ?? '').toLowerCase());
    return [...withoutNames(base, names), ...own];
  }

  // As Consul: an answer without a body calls itself JSON, an empty "not found" calls itself nothing.
  #typeOf(reply: HttpReply, body: Uint8Array | undefined): string | undefined {
    if (body === undefined) return undefined;
    if (reply.json !== undefined) return 'application/json';
    const status = reply.status ?? 200;
    if (body.length > 0 || status >= 500) return 'text/plain; charset=utf-8';
    if (status < 400) return 'application/json; charset=utf-8';
    return undefined;
  }
}

// As Go writes them: UTF-8, byte by byte, and no line of its own.
function headerValue(text: string): string {
  if (!/[^\t -~]/.test(text)) return text;
  return Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\t -~\u0080-\u00ff]/g, ' ');
}

const TYPE: ReadonlySet<string> = new Set(['content-type']);

function withoutNames(headers: readonly string[], names: ReadonlySet<string>): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i], headers[i + 1]];
    if (!names.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

/** Whether a client can take an answer that is compressed. */
export function acceptsGzip(headers: IncomingHttpHeaders): boolean {
  const accepted = headers['accept-encoding'];
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted);
}

function pushIndexHeaders(headers: string[], reply: HttpReply, index: number): void {
  const isAnswer = reply.isFailure !== true && (reply.status ?? 200) < 500;
  // An event stream knows nothing of leaders.
  const isLed = isAnswer && reply.backend !== 'streaming';
  headers.push('X-Consul-Index', String(Math.max(index, 1)));
  headers.push('X-Consul-Knownleader', isLed ? 'true' : 'false');
  headers.push('X-Consul-Lastcontact', '0');
  headers.push('X-Consul-Query-Backend', reply.backend ?? 'blocking-query');
  if (reply.consistency !== undefined) {
    headers.push('X-Consul-Effective-Consistency', reply.consistency);
  }
}
