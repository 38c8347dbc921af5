// SPDX-License-Identifier: Apache-2.0
// Finds the endpoint of a method and a path by the rules of Go's mux, which Consul's clients rely on: an
// exact path wins, else the longest prefix; the last parameter takes all that is left, slashes included,
// and may be empty; unclean paths and prefixes without their slash are redirected.
import type { Endpoint, HttpMethod } from './endpoint.ts';

const METHOD_ORDER: readonly HttpMethod[] = ['GET', 'PUT', 'POST', 'DELETE'];

export type Found =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly params: Params }
  /** The path is known, the method is not; `allow` is the value of the Allow header. */
  | { readonly kind: 'method'; readonly allow: string }
  | { readonly kind: 'redirect'; readonly path: string }
  | { readonly kind: 'unknown' };

type Params = Readonly<Record<string, string>>;

/** One exact path or one prefix, with the endpoints of each method; those with most parameters first. */
interface Place {
  readonly endpoints: Map<string, Pattern[]>;
  allow: string;
}

interface Pattern {
  readonly endpoint: Endpoint;
  readonly names: readonly string[];
}

const NO_PARAMS: Params = Object.freeze({});

export class Router {
  readonly #exact = new Map<string, Place>();
  readonly #prefixes = new Map<string, Place>();

  constructor(endpoints: readonly Endpoint[]) {
    for (const endpoint of endpoints) this.#add(endpoint);
  }

  /** `path` as it was sent, still escaped. */
  find(method: string, path: string): Found {
    const exact = this.#exact.get(path);
    if (exact !== undefined) return choose(exact, method, undefined);
    const clean = cleanPath(path);
    if (clean !== path) return { kind: 'redirect', path: clean };
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const place = this.#prefixes.get(path.slice(0, end + 1));
      if (place !== undefined) return choose(place, method, path.slice(end + 1));
    }
    if (this.#prefixes.has(`${path}/`)) return { kind: 'redirect', path: `${path}/` };
    return { kind: 'unknown' };
  }

  #add(endpoint: Endpoint): void {
    const cut = endpoint.path.indexOf(':');
    const places = cut < 0 ? this.#exact : this.#prefixes;
    const at = cut < 0 ? endpoint.path : endpoint.path.slice(0, cut);
    const names = cut < 0 ? [] : endpoint.path.slice(cut).split('/');
    if (names.some((name) => !name.startsWith(':'))) {
      throw new Error(`${endpoint.path}: nothing but parameters can follow a parameter`);
    }
    const place = places.get(at) ?? { endpoints: new Map<string, Pattern[]>(), allow: '' };
    places.set(at, place);
    const patterns = place.endpoints.get(endpoint.method) ?? [];
    patterns.push({ endpoint, names: names.map((name) => name.slice(1)) });
    patterns.sort((a, b) => b.names.length - a.names.length);
    place.endpoints.set(endpoint.method, patterns);
    const methods = METHOD_ORDER.filter((method) => place.endpoints.has(method));
    place.allow = ['OPTIONS', ...methods].join(',');
  }
}

function choose(place: Place, method: string, rest: string | undefined): Found {
  const patterns = place.endpoints.get(method);
  if (patterns === undefined) return { kind: 'method', allow: place.allow };
  for (const { endpoint, names } of patterns) {
    const params = rest === undefined ? NO_PARAMS : bind(names, rest);
    if (params !== undefined) return { kind: 'endpoint', endpoint, params };
  }
  return { kind: 'unknown' };
}

/** Undefined when `rest` has fewer parts than there are names. */
function bind(names: readonly string[], rest: string): Params | undefined {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return { [only]: unescape(rest) };
  const parts = rest.split('/');
  if (parts.length < names.length) return undefined;
  const last = names.length - 1;
  return Object.fromEntries(
    names.map((name, i) => {
      return [name, unescape(i === last ? parts.slice(last).join('/') : (parts[i] ?? ''))];
    }),
  );
}

function unescape(text: string): string {
  return text.includes('%') ? decodeURIComponent(text) : text;
}

// Go's path.Clean, but a slash at the end stays.
function cleanPath(path: string): string {
  if (!path.includes('//') && !path.includes('/.')) return path === '' ? '/' : path;
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  const clean = `/${kept.join('/')}`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}
