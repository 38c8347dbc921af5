// SPDX-License-Identifier: Apache-2.0
// Reads a document by its shape. In: what a JSON or HCL parser gave. Out: the same with the shape's own
// names, only fields that are set, objects where objects are wanted and lists where lists are; and every
// problem found, with its path. It never throws, and never looks into values that are opaque.
import type { Dialect } from './dialect.ts';
import { unwrapOpaque } from './opaque.ts';
import { rawPathOf } from './place.ts';
import type { Place, RawPath } from './place.ts';
import { readScalar } from './scalar.ts';
import { fieldOf } from './shape.ts';
import type {
  AnyShape,
  ListShape,
  MapShape,
  ObjectShape,
  ScalarKind,
  ScalarShape,
  Shape,
} from './shape.ts';

export { AGENT_FILE, CA_SETTINGS, CONFIG_ENTRY, JSON_BODY } from './dialect.ts';
export type { RawPath } from './place.ts';

/** Something that the shape does not allow; the message is Consul's. */
export interface Problem {
  readonly kind: 'unknown-key' | 'wrong-type';
  readonly path: RawPath;
  readonly message: string;
}

export interface Decoded<T> {
  /** What could be read; undefined if the document is absent (null) or as a whole of a wrong type. */
  readonly value: T | undefined;
  /** In the order of the document, but first the one that a body is refused for. */
  readonly problems: readonly Problem[];
}

export function decode<T>(shape: Shape<T>, raw: unknown, dialect: Dialect): Decoded<T> {
  const decoder = new Decoder(dialect);
  const value = decoder.decode(shape, raw, undefined);
  const { problems, decisive } = decoder;
  const ordered =
    decisive === undefined
      ? problems
      : [decisive, ...problems.filter((problem) => problem !== decisive)];
  return { value: value as T | undefined, problems: ordered };
}

class Decoder {
  readonly problems: Problem[] = [];
  /** Of a body: what is wrong in the first struct that decodes itself, which ends the whole. */
  decisive: Problem | undefined;
  readonly #late = new Set<Problem>();
  readonly #dialect: Dialect;
  #isLenient = false;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The value, or undefined if it is absent or has a problem. */
  decode(shape: AnyShape, written: unknown, outer: Place | undefined): unknown {
    if (shape.kind === 'any') return this.#dialect.unwraps ? unwrapOpaque(written) : written;
    if (shape.kind === 'lazy') return this.decode(shape.get(), written, outer);
    if (written === null || written === undefined || shape.kind === 'ignored') return undefined;
    let raw: unknown = written;
    let place = outer;
    if (this.#dialect.unwraps && shape.kind !== 'list' && Array.isArray(raw) && raw.length === 1) {
      raw = raw[0];
      place = { outer, key: 0, role: 'unwrapped' };
    }
    switch (shape.kind) {
      case 'list':
        return this.#list(shape, raw, place);
      case 'map':
        return this.#map(shape, raw, place);
      case 'object':
        return this.#object(shape, raw, place);
      default:
        return this.#scalar(shape, shape.kind, raw, place);
    }
  }

  #scalar(shape: ScalarShape, kind: ScalarKind, raw: unknown, place: Place | undefined): unknown {
    // Consul reads these in bodies by itself, and skips what is neither a text nor a number.
    const isDuration = kind === 'milliseconds' || kind === 'nanoseconds';
    const isSkipped = isDuration && this.#dialect.isExact;
    if (isSkipped && typeof raw !== 'string' && typeof raw !== 'number') return undefined;
    const result = readScalar(kind, raw, this.#dialect);
    if (typeof result === 'object') return result.value;
    if (result === 'wrong-type') {
      return this.#wrong(place, this.#dialect.wrongType(place, shape, raw));
    }
    this.#wrong(place, this.#dialect.unreadable(place, shape, String(raw)));
    const problem = this.problems.at(-1);
    if (isDuration && problem !== undefined) this.#late.add(problem);
    return undefined;
  }

  #list(shape: ListShape, raw: unknown, outer: Place | undefined): unknown {
    const isWritten = Array.isArray(raw);
    if (!isWritten && !this.#dialect.isWeak) {
      return this.#wrong(outer, this.#dialect.wrongType(outer, shape, raw));
    }
    const isNothing = isObject(raw) && Object.keys(raw).length === 0;
    const items: readonly unknown[] = isWritten ? raw : isNothing ? [] : [raw];
    return items.map((value, item) => {
      const place: Place = { outer, key: isWritten ? item : undefined, role: { item } };
      return this.decode(shape.of, value, place) ?? zeroOf(shape.of);
    });
  }

  #map(shape: MapShape, raw: unknown, outer: Place | undefined): unknown {
    if (this.#dialect.isWeak && Array.isArray(raw)) return this.#mapFromList(shape, raw, outer);
    if (!isObject(raw)) return this.#wrong(outer, this.#dialect.wrongType(outer, shape, raw));
    return Object.fromEntries(
      Object.entries(raw).map(([entry, value]) => {
        const place: Place = { outer, key: entry, role: { entry } };
        return [entry, this.decode(shape.of, value, place) ?? zeroOf(shape.of)];
      }),
    );
  }

  /** Maps one after the other make one. */
  #mapFromList(shape: MapShape, raw: readonly unknown[], outer: Place | undefined): unknown {
    const maps: unknown[] = [];
    for (const [item, value] of raw.entries()) {
      const before = this.problems.length;
      maps.push(this.decode(shape, value, { outer, key: item, role: { item } }));
      if (this.problems.length > before) return undefined;
    }
    return Object.assign({}, ...maps) as unknown;
  }

  #object(shape: ObjectShape, raw: unknown, outer: Place | undefined): unknown {
    if (!isObject(raw)) return this.#wrong(outer, this.#dialect.wrongType(outer, shape, raw));
    const outerIsLenient = this.#isLenient;
    // Who decodes itself decides for all that is in it.
    const decodesItself = this.#dialect.isExact && shape.name.startsWith('.');
    if (shape.name.startsWith('.')) this.#isLenient = decodesItself && shape.isLenient;
    const before = this.problems.length;
    const decoded: Record<string, unknown> = {};
    for (const [field, key] of this.#keysOf(shape, raw, outer)) {
      const inner = Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined;
      const place: Place = { outer, key, role: { field, of: shape } };
      if (inner === undefined) {
        this.#unknown(place, this.#dialect.countsUnderscores ? field : key);
        continue;
      }
      const value = this.decode(inner, raw[key], place);
      if (value !== undefined && value !== null) decoded[field] = value;
    }
    this.#isLenient = outerIsLenient;
    if (decodesItself) this.#decide(before);
    return decoded;
  }

  // Consul reads the texts of durations when all else could be read.
  #decide(before: number): void {
    if (this.decisive !== undefined) return;
    const own = this.problems.slice(before);
    this.decisive = own.find((problem) => !this.#late.has(problem)) ?? own[0];
  }

  #keysOf(
    shape: ObjectShape,
    raw: Record<string, unknown>,
    outer: Place | undefined,
  ): Iterable<readonly [field: string, key: string]> {
    // Most clients write each field by its own name.
    const keys = Object.keys(raw);
    if (keys.every((key) => Object.hasOwn(shape.fields, key))) return keys.map((key) => [key, key]);
    return this.#dialect.countsUnderscores
      ? this.#keysByName(shape, raw)
      : this.#keysByField(shape, raw, outer);
  }

  /**
   * Which key gives each field: of several spellings the field's own, in bodies its last, else the first. What is no
   * field has its turn in bodies; elsewhere all that is unknown comes first.
   */
  #keysByField(
    shape: ObjectShape,
    raw: Record<string, unknown>,
    outer: Place | undefined,
  ): Map<string, string> {
    // Bodies are read as a stream there, whatever the case of a key.
    const isOwn = this.#dialect.isExact
      ? (key: string, field: string) => key.toLowerCase() === field.toLowerCase()
      : (key: string, field: string) => key === field;
    const keys = new Map<string, string>();
    for (const [key, value] of Object.entries(raw)) {
      const field = fieldOf(shape, key, this.#dialect.isExact);
      if (field === undefined) {
        if (this.#isLenient) continue;
        if (this.#dialect.isExact) keys.set(key, key);
        else this.#unknown({ outer, key, role: { field: key, of: shape } }, key);
      } else if (value !== null && (!keys.has(field) || isOwn(key, field))) {
        keys.set(field, key);
      }
    }
    return keys;
  }

  /**
   * The same where a field has its name and its aliases, each in any case, and no other: an alias is first put
   * into the name that it stands for. Of several spellings the field's own is read; the others are unknown.
   */
  #keysByName(shape: ObjectShape, raw: Record<string, unknown>): Map<string, string> {
    const byName = new Map<string, string>();
    for (const key of Object.keys(raw)) {
      const name = shape.aliases.get(key.toLowerCase())?.toLowerCase() ?? key;
      if (name === key || !Object.hasOwn(raw, name)) byName.set(name, key);
    }
    const keys = new Map<string, string>();
    const names = [...byName.keys()];
    for (const field of Object.keys(shape.fields)) {
      const name = byName.has(field)
        ? field
        : names.find((other) => byName.has(other) && other.toLowerCase() === field.toLowerCase());
      const key = name === undefined ? undefined : byName.get(name);
      if (name === undefined || key === undefined) continue;
      keys.set(field, key);
      byName.delete(name);
    }
    // What is in fields is told before what are none.
    for (const [name, key] of byName) keys.set(name, key);
    return keys;
  }

  #unknown(place: Place, key: string): void {
    const message = this.#dialect.unknownKey(place, key);
    this.problems.push({ kind: 'unknown-key', path: rawPathOf(place), message });
  }

  #wrong(place: Place | undefined, message: string): undefined {
    this.problems.push({ kind: 'wrong-type', path: rawPathOf(place), message });
  }
}

/** What Go has where a list or map has a null; also stands in for an entry that has a problem. */
function zeroOf(shape: AnyShape): unknown {
  switch (shape.kind) {
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int':
    case 'uint':
    case 'uint8':
    case 'uint32':
    case 'uint64':
    case 'wide-uint64':
    case 'float':
    case 'nanoseconds':
    case 'milliseconds':
      return 0;
    case 'list':
      return [];
    case 'any':
    case 'ignored':
      return null;
    case 'lazy':
      return zeroOf(shape.get());
    default:
      return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
