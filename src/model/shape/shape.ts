// SPDX-License-Identifier: Apache-2.0
// What a document from outside may hold: its keys, in which spellings, and the types of their values.
// One description serves agent configuration files, config entries and HTTP bodies; decode.ts reads a
// document by it, dialect.ts says how strict each source is and how its errors read. A shape never says
// whether a value makes sense.

interface Typed<T> {
  /** Never set: carries the type of the values. */
  readonly '~value'?: T;
}

export type UnsignedKind = 'uint' | 'uint8' | 'uint32' | 'uint64';
export type ScalarKind =
  | 'string'
  | 'int'
  | UnsignedKind
  | 'wide-uint64'
  | 'float'
  | 'bool'
  | 'bytes'
  | 'nanoseconds'
  | 'milliseconds';

interface Named {
  /** Go's name of the type, where it has one of its own. */
  readonly goType?: string;
  /** The struct that a field comes with, where Go embeds one. */
  readonly goEmbed?: string;
}
export interface ScalarShape extends Named {
  readonly kind: ScalarKind | 'any' | 'ignored';
}
export interface ListShape extends Named {
  readonly kind: 'list';
  readonly of: AnyShape;
}
export interface MapShape extends Named {
  readonly kind: 'map';
  readonly of: AnyShape;
}
export interface ObjectShape extends Named {
  readonly kind: 'object';
  /** Go's name of the struct, which only the errors of HTTP bodies show; see `object`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, AnyShape>>;
  /** Any spelling, folded → the field's own name. */
  readonly spellings: ReadonlyMap<string, string>;
  /** What HTTP bodies may write, in lower case → the field's own name. */
  readonly inBodies: ReadonlyMap<string, string>;
  /** Keys that are unknown are passed over in HTTP bodies. */
  readonly isLenient: boolean;
  /** The fields that a struct which decodes itself has beside the alias that it embeds. */
  readonly besideAlias: ReadonlySet<string>;
  /** The further names in lower case, underscores and all → the field's own name, for who counts them exactly. */
  readonly aliases: ReadonlyMap<string, string>;
}
interface LazyShape {
  readonly kind: 'lazy';
  readonly get: () => AnyShape;
}

export type AnyShape = ScalarShape | ListShape | MapShape | ObjectShape | LazyShape;

/** A shape whose decoded values are T. */
export type Shape<T> = AnyShape & Typed<T>;

/** The type of what a shape decodes to. */
export type ValueOf<S> = S extends Typed<infer T> ? T : never;

export const string: Shape<string> = { kind: 'string' };
export const int: Shape<number> = { kind: 'int' };
/** Not negative. What a JavaScript number can't hold exactly is refused. */
export const uint: Shape<number> = { kind: 'uint' };
export const uint8: Shape<number> = { kind: 'uint8' };
export const uint32: Shape<number> = { kind: 'uint32' };
export const uint64: Shape<number> = { kind: 'uint64' };
/** The same up to the end of 64 bits: a bigint when it was read as one. */
export const wideUint64: Shape<number | bigint> = { kind: 'wide-uint64', goType: 'uint64' };
/** Base64, kept as such. */
export const bytes: Shape<string> = { kind: 'bytes' };
export const float: Shape<number> = { kind: 'float' };
export const bool: Shape<boolean> = { kind: 'bool' };
/** A number of nanoseconds, which may be written as a Go duration such as '10s'. */
export const nanoseconds: Shape<number> = { kind: 'nanoseconds' };
/** A number of milliseconds, which is written as a Go duration; a number written counts nanoseconds. */
export const milliseconds: Shape<number> = { kind: 'milliseconds' };
/** Accepted, whatever it is, and left out. */
export const ignored: Shape<never> = { kind: 'ignored' };
/** Kept as it comes. */
export const any: Shape<unknown> = { kind: 'any' };

export function list<T>(of: Shape<T>): ListShape & Typed<readonly T[]> {
  return { kind: 'list', of };
}

/** The same, under the name that errors of HTTP bodies show: 'api.KVOp'. */
export function named<S extends AnyShape>(shape: S, goType: string): S {
  return { ...shape, goType };
}

/** The same, as a field that comes from a struct which Go embeds: errors of HTTP bodies name it. */
export function embedded<S extends AnyShape>(shape: S, goEmbed: string): S {
  return { ...shape, goEmbed };
}

/** What every row of Consul's storage has, and may be written. */
export const raftIndexes = {
  CreateIndex: embedded(uint64, 'RaftIndex'),
  ModifyIndex: embedded(uint64, 'RaftIndex'),
} as const;

/** A map whose keys are data: they are never folded or translated. */
export function map<T>(of: Shape<T>): MapShape & Typed<Readonly<Record<string, T>>> {
  return { kind: 'map', of };
}

/** For a shape that holds itself. */
export function lazy<T>(get: () => Shape<T>): LazyShape & Typed<T> {
  return { kind: 'lazy', get };
}

type Fields = Readonly<Record<string, AnyShape>>;
type ObjectOf<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> };

/** How HTTP bodies are read differently. */
interface InBodies {
  /** Spellings that bodies may use as well; of all others, only case does not count there. */
  readonly also?: readonly string[];
  readonly isLenient?: boolean;
  /** Fields that a struct which decodes itself has beside its alias, which errors name without it. */
  readonly besideAlias?: readonly string[];
}

/**
 * An object with these keys. Case does not count in keys, nor, outside HTTP bodies, do underscores, so that
 * `enable_tag_override` is `EnableTagOverride`; `aliases` are further names. Of a Go struct that decodes itself through
 * an embedded alias, `name` is '.Alias', of any other its name, with its package if that isn't `structs`:
 * 'api/AgentService'.
 */
export function object<const F extends Fields>(
  name: string,
  fields: F,
  aliases: { readonly [K in keyof F]?: readonly string[] } = {},
  { also = [], isLenient = false, besideAlias = [] }: InBodies = {},
): ObjectShape & Typed<ObjectOf<F>> {
  const spellings = new Map<string, string>();
  const exact = new Map<string, string>();
  for (const field of Object.keys(fields)) {
    for (const spelling of [...(aliases[field] ?? []), field]) {
      spellings.set(foldKey(spelling), field);
    }
    const others = (aliases[field] ?? [snakeCase(field)]).filter(
      (alias) => alias !== field.toLowerCase(),
    );
    for (const alias of others) exact.set(alias, field);
  }
  const inBodies = new Map(Object.keys(fields).map((field) => [field.toLowerCase(), field]));
  for (const key of also) {
    const field = spellings.get(foldKey(key));
    if (field === undefined) throw new Error(`${key} stands for no field of ${name}`);
    inBodies.set(key, field);
  }
  const beside = new Set(besideAlias);
  return {
    kind: 'object',
    name,
    fields,
    spellings,
    inBodies,
    isLenient,
    besideAlias: beside,
    aliases: exact,
  };
}

/**
 * The same, of which these fields (all, if none is named) have no snake_case names in config entries. Consul
 * gives each field such a name by hand, and has left some out.
 */
export function unaliased<S extends ObjectShape>(shape: S, ...fields: readonly string[]): S {
  const isLeftOut = (field: string): boolean => fields.length === 0 || fields.includes(field);
  const aliases = new Map([...shape.aliases].filter(([, field]) => !isLeftOut(field)));
  return { ...shape, aliases };
}

/** The field that a key stands for, or undefined. */
export function fieldOf(shape: ObjectShape, key: string, isInBody: boolean): string | undefined {
  if (Object.hasOwn(shape.fields, key)) return key;
  return isInBody ? shape.inBodies.get(key.toLowerCase()) : shape.spellings.get(foldKey(key));
}

const snakeCase = (field: string): string =>
  field.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();

const foldKey = (key: string): string => key.replaceAll('_', '').toLowerCase();
