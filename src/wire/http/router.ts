// SPDX-License-Identifier: Apache-2.0
// Finds the endpoint of a method and a path by the rules of Go's mux, which Consul's clients rely on: an
// exact path wins, else the longest prefix; the last parameter takes all that is left, slashes included,
// and may be empty; unclean paths and prefixes without their slash are redirected.
import type { Endpoint, HttpMethod } from './endpoint.ts';
import { parsePattern, type PathPattern } from './path-pattern.ts';
import { escapePath, unescapePath } from './unescape.ts';

const METHOD_ORDER: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'DELETE'];

export type Found =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly params: Params }
  /** The path is known, the method is not. */
  | { readonly kind: 'method'; readonly allowed: Allowed }
  /** `path` is escaped. */
  | { readonly kind: 'redirect'; readonly path: string }
  | { readonly kind: 'unknown' };

/** The methods of a path, as it tells them. */
export interface Allowed {
  /** The Allow header of an answer to OPTIONS. */
  readonly toOptions: string;
  /** And of a refusal. */
  readonly toOthers: string;
  /** Consul answers OPTIONS with an empty object where a handler of its own looks at the end of the path. */
  readonly hasBody: boolean;
}

type Params = Readonly<Record<string, string>>;

/** One exact path or one prefix, with the endpoints of each method; those with most parameters first. */
interface Place {
  readonly endpoints: Map<string, Pattern[]>;
  /** What ends in these has endpoints of its own: '/v1/query/:id/execute'. */
  readonly endings: Map<string, Place>;
  allowed: Allowed;
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
    for (const place of this.#prefixes.values()) {
      if (place.endings.size === 0) continue;
      for (const judge of [place, ...place.endings.values()]) judge.allowed = own(judge.allowed);
    }
  }

  /** `path` as it was sent, still escaped; every escape in it must be a valid one. */
  find(method: string, path: string): Found {
    const clean = cleanPath(path);
    const spelled = clean.includes('%') ? spellOut(clean) : clean;
    const exact = this.#exact.get(spelled);
    const lacksSlash = exact === undefined && this.#prefixes.has(`${spelled}/`);
    if (lacksSlash) return redirect(`${cleanPath(unescapePath(path))}/`);
    // As Go: the path is escaped as though it were not yet.
    if (clean !== path) return redirect(clean);
    if (exact !== undefined) return choose(exact, method, undefined);
    let end = spelled.lastIndexOf('/');
    let escapedEnd = path.lastIndexOf('/');
    while (end > 0) {
      const place = this.#prefixes.get(spelled.slice(0, end + 1));
      if (place !== undefined)
        return choose(place, method, unescapePath(path.slice(escapedEnd + 1)));
      end = spelled.lastIndexOf('/', end - 1);
      escapedEnd = path.lastIndexOf('/', escapedEnd - 1);
    }
    return { kind: 'unknown' };
  }

  #add(endpoint: Endpoint): void {
    const pattern = parsePattern(endpoint.path);
    const places = pattern.names.length === 0 ? this.#exact : this.#prefixes;
    const place = placeIn(places, pattern.start);
    const { ending, names } = pattern;
    addTo(ending === undefined ? place : placeIn(place.endings, ending), endpoint, names);
  }
}

const redirect = (path: string): Found => ({ kind: 'redirect', path: escapePath(path) });

function placeIn(places: Map<string, Place>, key: string): Place {
  let place = places.get(key);
  if (place === undefined) {
    place = { endpoints: new Map(), endings: new Map(), allowed: allowedOf([]) };
    places.set(key, place);
  }
  return place;
}

function addTo(place: Place, endpoint: Endpoint, names: PathPattern['names']): void {
  const patterns = place.endpoints.get(endpoint.method) ?? [];
  patterns.push({ endpoint, names });
  patterns.sort((a, b) => b.names.length - a.names.length);
  place.endpoints.set(endpoint.method, patterns);
  place.allowed = allowedOf(METHOD_ORDER.filter((method) => place.endpoints.has(method)));
}

function allowedOf(methods: readonly string[]): Allowed {
  const allow = ['OPTIONS', ...methods].join(',');
  return { toOptions: allow, toOthers: allow, hasBody: false };
}

// A handler that looks at the end of a path judges methods by itself in Consul, and says so a bit differently.
function own({ toOptions }: Allowed): Allowed {
  return { toOptions, toOthers: toOptions.replace('OPTIONS,', ''), hasBody: true };
}

/** `rest` is what follows the prefix, decoded; undefined where there is none. */
function choose(place: Place, method: string, rest: string | undefined): Found {
  if (rest === undefined) return chooseIn(place, method, rest);
  for (const [ending, inner] of place.endings) {
    // As Consul: a name that is itself such a word is taken for both.
    if (rest === ending) return chooseIn(inner, method, rest);
    if (rest.endsWith(`/${ending}`)) {
      return chooseIn(inner, method, rest.slice(0, -ending.length - 1));
    }
  }
  return chooseIn(place, method, rest);
}

function chooseIn(place: Place, method: string, rest: string | undefined): Found {
  const patterns = place.endpoints.get(method);
  if (patterns === undefined) return { kind: 'method', allowed: place.allowed };
  for (const { endpoint, names } of patterns) {
    const params = rest === undefined ? NO_PARAMS : bind(names, rest);
    if (params !== undefined) return { kind: 'endpoint', endpoint, params };
  }
  return { kind: 'unknown' };
}

/** Undefined when `rest` has fewer parts than there are names. */
function bind(names: readonly string[], rest: string): Params | undefined {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return { [only]: rest };
  const parts = rest.split('/');
  if (parts.length < names.length) return undefined;
  const last = names.length - 1;
  return Object.fromEntries(
    names.map((name, i) => [name, i === last ? parts.slice(last).join('/') : (parts[i] ?? '')]),
  );
}

// Part by part, so that an escaped slash stands for itself and separates nothing.
function spellOut(path: string): string {
  return path
    .split('/')
    .map((part) => (/%2f/i.test(part) ? part : unescapePath(part)))
    .join('/');
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
