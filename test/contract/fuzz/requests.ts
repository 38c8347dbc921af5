// SPDX-License-Identifier: Apache-2.0
// Makes requests that are nearly right: known paths with odd parts, known parameters with odd values, known
// keys with values of other types. The same seed makes the same requests.
import type { Endpoint } from '../../../src/wire/http/endpoint.ts';
import type { Seeded } from '../../seeded.ts';

export interface FuzzedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Names that a fuzzed request may create or delete; few, so that what is stored stays small. */
export const FUZZ_NAMES = ['fz-1', 'fz-2', 'fz-3', 'fz.4', 'FZ_5'] as const;

const ODD_TEXTS = [
  '',
  ' ',
  '%',
  '*',
  '..',
  '/',
  'a/b',
  '_agent',
  'self',
  'consul',
  'global',
  'default',
  'é\u200b',
  '\u0000',
  '\ud800',
  '<b>',
  "'; --",
  '%{x}',
  '{{.}}',
  'x'.repeat(300),
  'true',
  '-1',
  '1e999',
  '18446744073709551616',
  '10s',
  '-1h',
  'null',
];
const ODD_VALUES = [
  null,
  true,
  0,
  -1,
  80.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [[]],
  [null],
  { '': null },
];

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

const PARAMETERS = `
  index wait dc ns partition peer filter near node-meta tag passing stale consistent cached pretty
  hash cas flags acquire release recurse keys separator raw enable reason note kind
  replace-existing-checks type source destination by name format merge-central-config max_stale
  token service node limit wan segment
`
  .trim()
  .split(/\s+/);

// Of all bodies that the API takes; most lead nowhere in most of them, and some lead far.
const KEYS = `
  ID Name Node Address Datacenter TaggedAddresses NodeMeta Meta Service Services Check Checks
  CheckID ServiceID ServiceName Port Tags Weights Kind Proxy Connect SidecarService Native
  Upstreams DestinationName LocalBindPort TTL HTTP TCP Interval Timeout Args Status Output Notes
  Definition EnableTagOverride SkipNodeUpdate PeerName PeeringToken ServerExternalAddresses Sources
  Action Permissions Consumers Peer Config Protocol Behavior LockDelay Session KV Verb Key Value
  Flags Index Template Failover Targets Near Coord Vec AliasService AliasNode Locality wibble
  __proto__ constructor toString
`
  .trim()
  .split(/\s+/);
const TEXTS_BY_KEY: Readonly<Record<string, readonly string[]>> = {
  Kind: ['service-defaults', 'service-intentions', 'proxy-defaults', 'connect-proxy', 'mesh'],
  Verb: ['set', 'get', 'cas', 'delete-tree', 'lock', 'get-or-empty'],
  Status: ['passing', 'warning', 'critical', 'maintenance'],
  Interval: ['10m', '1h'],
  TTL: ['10m', '24h'],
  // Where nobody listens, so that nothing goes anywhere.
  HTTP: ['http://127.0.0.1:1/'],
  TCP: ['127.0.0.1:1'],
};

export class Fuzzer {
  readonly #random: Seeded;
  readonly #endpoints: readonly Endpoint[];
  readonly #writing: readonly Endpoint[];
  readonly #bodies: readonly string[];

  /** `bodies` are good or nearly good ones to start from. */
  constructor(random: Seeded, endpoints: readonly Endpoint[], bodies: readonly string[]) {
    this.#random = random;
    this.#endpoints = endpoints;
    this.#writing = endpoints.filter(({ method }) => method !== 'GET');
    this.#bodies = bodies;
  }

  next(): FuzzedRequest {
    // There are more reads than writes, and there is more to break in writes.
    const endpoint = this.#random.pick(this.#one(2) ? this.#writing : this.#endpoints);
    const method = this.#one(12) ? this.#random.pick(METHODS) : endpoint.method;
    const path = endpoint.path.replaceAll(/:\w+/g, () => encode(this.#text()));
    const hasBody = method === 'PUT' || method === 'POST';
    return {
      method,
      target: (this.#one(50) ? this.#spoil(path) : path) + this.#query(),
      headers: this.#headers(),
      body: hasBody ? this.#body() : undefined,
    };
  }

  #query(): string {
    const parts: string[] = [];
    while (this.#one(2)) {
      const name = this.#random.pick(PARAMETERS);
      // A query that waits would wait for long.
      const value = name === 'wait' ? '1ms' : encode(this.#text());
      parts.push(this.#one(5) ? name : `${name}=${value}`);
    }
    if (parts.some((part) => part.startsWith('index'))) parts.unshift('wait=1ms');
    const query = parts.join('&');
    return parts.length === 0 ? '' : `?${this.#one(30) ? this.#spoil(query) : query}`;
  }

  #headers(): Record<string, string> {
    if (!this.#one(8)) return {};
    const name = this.#random.pick(['Cache-Control', 'X-Consul-Token', 'X-Consul-Namespace']);
    return { [name]: this.#random.pick(['max-age=x', 'must-revalidate', 'x', '1', 'default']) };
  }

  #body(): string | undefined {
    switch (this.#random.below(6)) {
      case 0:
        return undefined;
      case 1:
        return this.#spoil(this.#random.pick(this.#bodies));
      case 2:
        return this.#spoil(JSON.stringify(this.#value(0, '')));
      case 3:
        return this.#changed(this.#random.pick(this.#bodies));
      default:
        return JSON.stringify(this.#object(0));
    }
  }

  /** A good body with something else somewhere in it. */
  #changed(body: string): string {
    try {
      const value: unknown = JSON.parse(body);
      return JSON.stringify(value, (key, inner: unknown) =>
        key !== '' && this.#one(4) ? this.#value(2, key) : inner,
      );
    } catch {
      return body;
    }
  }

  #object(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [['Name', this.#random.pick(FUZZ_NAMES)]];
    const count = this.#random.below(6);
    for (let i = 0; i < count; i += 1) {
      const key = this.#random.pick(KEYS);
      const spelled = this.#one(10) ? key.toLowerCase() : key;
      entries.push([spelled, this.#value(depth + 1, key)]);
    }
    return Object.fromEntries(entries);
  }

  #value(depth: number, key: string): unknown {
    const known = TEXTS_BY_KEY[key];
    if (known !== undefined && !this.#one(4)) return this.#random.pick(known);
    switch (this.#random.below(depth > 4 ? 3 : 6)) {
      case 0:
        return this.#text();
      case 1:
        return this.#random.pick(ODD_VALUES);
      case 2:
        return this.#random.below(70_000);
      case 3:
        return [this.#value(depth + 1, key), this.#value(depth + 1, key)];
      default:
        return this.#object(depth + 1);
    }
  }

  #text(): string {
    return this.#one(3) ? this.#random.pick(ODD_TEXTS) : this.#random.pick(FUZZ_NAMES);
  }

  /** Cut off, doubled, or with a character that was not there. */
  #spoil(text: string): string {
    const at = this.#random.below(text.length + 1);
    switch (this.#random.below(3)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text + text.slice(at);
      default:
        return (
          text.slice(0, at) + this.#random.pick(['"', '{', '%', '/', ';', '1']) + text.slice(at)
        );
    }
  }

  #one(of: number): boolean {
    return this.#random.below(of) === 0;
  }
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
