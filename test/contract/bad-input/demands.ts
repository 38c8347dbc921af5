// SPDX-License-Identifier: Apache-2.0
// What bad input an endpoint must have been shown, told from what it looks at: whoever reads a body has to be
// sent a malformed one, whoever reads ?index one that is no number.
import type { Endpoint, HttpRequest } from '../../../src/wire/http/endpoint.ts';
import type { Query } from '../../../src/wire/http/query.ts';
import type { BadInput } from './bad-input.ts';

export const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

/** What an endpoint was seen to look at. */
export interface Looked {
  atBody: boolean;
  readonly atParameters: Set<string>;
}

/** Has every endpoint write down what it looks at. What is returned fills while requests are served. */
export function watchEndpoints(endpoints: readonly Endpoint[]): ReadonlyMap<string, Looked> {
  const all = new Map<string, Looked>();
  for (const endpoint of endpoints) {
    const looked: Looked = { atBody: false, atParameters: new Set() };
    all.set(nameOf(endpoint), looked);
    const { handle } = endpoint;
    // The server asks these very objects, so that nothing of it has to know that somebody watches.
    const watched: Endpoint['handle'] = (request, context) =>
      handle(watch(request, looked), context);
    Object.assign(endpoint, { handle: watched });
  }
  return all;
}

function watch(request: HttpRequest, looked: Looked): HttpRequest {
  const note = (name: string): string => {
    looked.atParameters.add(name);
    return name;
  };
  const { query } = request;
  const watchedQuery: Query = {
    isEmpty: query.isEmpty,
    has: (name) => query.has(note(name)),
    get: (name) => query.get(note(name)),
    getAll: (name) => query.getAll(note(name)),
    encode: () => query.encode(),
  };
  return new Proxy(request, {
    get(target, key) {
      if (key === 'query') return watchedQuery;
      if (key === 'body' || key === 'stream') looked.atBody = true;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The kinds of broken bodies, each known by what is sent and what is answered. */
export const BODIES: Readonly<Record<string, (input: BadInput) => boolean>> = {
  'a malformed body': ([, , body]) => body !== '' && !isJson(body),
  'an unknown key': ([, , , , text]) => /unknown field|invalid config key/.test(String(text)),
  'a wrong type': ([, , , , text]) =>
    /cannot unmarshal|expected type|unconvertible|not a string|invalid duration/.test(String(text)),
};

/** Parameters that most endpoints read alike, what is sent, and what it is answered. */
export const PARAMETERS: Readonly<
  Record<string, readonly [value: string, status: number, text: RegExp]>
> = {
  index: ['abc', 400, /^Invalid index/],
  wait: ['soon', 400, /^Invalid wait time/],
  dc: ['ghost', 500, /^No path to datacenter$/],
  max_stale: ['banana', 400, /^Invalid max_stale value "banana"/],
  ns: ['team', 400, /^Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature/],
  partition: ['team', 400, /^Invalid query parameter: "partition" - Partitions are a Consul Ent/],
  filter: ['==', 0, /^Failed to create boolean expression evaluator/],
  cas: ['abc', 0, /invalid syntax/],
  flags: ['abc', 0, /invalid syntax/],
  passing: ['maybe', 400, /^Invalid value for \?passing$/],
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
