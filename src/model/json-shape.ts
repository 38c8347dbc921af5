// SPDX-License-Identifier: Apache-2.0
// Decodes JSON that a client sent into a known shape, accepting and refusing what Go's decoder does with
// unknown fields disallowed, in its words: names match whatever their case, snake_case is as good as
// CamelCase, null leaves a field unset. What comes out has the canonical names and only fields that were set.
import { parseDurationMs } from './duration.ts';

export interface StructShape {
  /** Go's name for the type, which its error texts show: 'structs.Weights'. */
  readonly goType: string;
  readonly fields: Readonly<Record<string, Shape>>;
  /** Other names of a field: alias → field. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The type decodes itself in Go, so that error texts name its fields from an anonymous struct. */
  readonly decodesItself?: boolean;
}

export type Shape =
  | 'string'
  | 'bool'
  | 'int'
  /** Milliseconds; Go's duration text or a number of nanoseconds. */
  | 'duration'
  /** Whatever JSON holds; must be an object when it is not null. */
  | 'opaque'
  /** Accepted and left out. */
  | 'ignored'
  | { readonly list: Shape; readonly goType?: string }
  | { readonly map: Shape; readonly goType?: string }
  | { readonly struct: () => StructShape };

/** The message is Go's; whoever decodes a body puts 'Request decode failed: ' before it. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Decodes `value` as `shape`; throws ShapeError. An absent (null) value is an empty struct. */
export function decodeStruct<T>(shape: StructShape, value: unknown): T {
  if (value === null || value === undefined) return {} as T;
  return struct(shape, value, undefined) as T;
}

/** Where Go's decoder is: the innermost struct and the path of fields from the outermost one. */
interface Place {
  readonly struct: string;
  readonly path: string;
}

function struct(shape: StructShape, value: unknown, place: Place | undefined): object {
  if (!isObject(value)) throw mismatch(value, shape.goType, place);
  const names = namesOf(shape);
  const decoded: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(shape.fields, key) ? key : names.get(fold(key));
    const field = name === undefined ? undefined : shape.fields[name];
    if (name === undefined || field === undefined) {
      throw new ShapeError(`json: unknown field ${JSON.stringify(key)}`);
    }
    // The field's own name wins over its other spellings, in whatever order they come.
    if (item === null || field === 'ignored' || (key !== name && Object.hasOwn(decoded, name)))
      continue;
    const result = decode(field, item, placeOf(shape, name, place));
    if (result !== undefined) decoded[name] = result;
  }
  return decoded;
}

function decode(shape: Shape, value: unknown, place: Place): unknown {
  if (value === null) return undefined;
  if (typeof shape === 'string') return scalar(shape, value, place);
  if ('struct' in shape) return struct(shape.struct(), value, place);
  if ('list' in shape) {
    if (!Array.isArray(value)) throw mismatch(value, goTypeOf(shape), place);
    return value.map((item) => decode(shape.list, item, place) ?? zeroOf(shape.list));
  }
  if (!isObject(value)) throw mismatch(value, goTypeOf(shape), place);
  const entries = Object.entries(value).map(([key, item]) => {
    return [key, decode(shape.map, item, place) ?? zeroOf(shape.map)] as const;
  });
  return Object.fromEntries(entries);
}

function scalar(shape: Shape & string, value: unknown, place: Place): unknown {
  if (shape === 'duration') return duration(value);
  if (shape === 'opaque') {
    if (!isObject(value)) throw mismatch(value, goTypeOf(shape), place);
    return value;
  }
  if (shape === 'string' && typeof value === 'string') return value;
  if (shape === 'bool' && typeof value === 'boolean') return value;
  if (shape === 'int' && typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value;
    throw mismatch(value, 'int', place, `number ${value}`);
  }
  throw mismatch(value, goTypeOf(shape), place);
}

// Go reads what is neither a text nor a number as no duration at all.
function duration(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.trunc(value) / 1e6;
  if (typeof value !== 'string') return undefined;
  const ms = parseDurationMs(value);
  if (ms !== undefined) return ms;
  const quoted = JSON.stringify(value);
  const unit = /^[-+]?(?:\d+\.?\d*|\.\d+)([^\d.]*)$/.exec(value)?.[1];
  if (unit === undefined) throw new ShapeError(`time: invalid duration ${quoted}`);
  if (unit === '') throw new ShapeError(`time: missing unit in duration ${quoted}`);
  throw new ShapeError(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`);
}

function mismatch(
  value: unknown,
  goType: string,
  place: Place | undefined,
  what = kindOf(value),
): ShapeError {
  const where = place === undefined ? 'Go value' : `Go struct field ${place.struct}.${place.path}`;
  return new ShapeError(`json: cannot unmarshal ${what} into ${where} of type ${goType}`);
}

function placeOf(shape: StructShape, field: string, outer: Place | undefined): Place {
  const within = outer === undefined ? '' : `${outer.path}.`;
  if (shape.decodesItself === true) return { struct: '', path: `${within}Alias.${field}` };
  const path = `${within}${field}`;
  return { struct: shape.goType.split('.').at(-1) ?? '', path };
}

const folded = new WeakMap<StructShape, Map<string, string>>();

function namesOf(shape: StructShape): Map<string, string> {
  let names = folded.get(shape);
  if (names === undefined) {
    names = new Map(Object.keys(shape.fields).map((name) => [fold(name), name]));
    for (const [alias, name] of Object.entries(shape.aliases ?? {})) names.set(fold(alias), name);
    folded.set(shape, names);
  }
  return names;
}

const fold = (key: string): string => key.replaceAll('_', '').toLowerCase();

function goTypeOf(shape: Shape): string {
  if (shape === 'opaque') return 'map[string]interface {}';
  if (typeof shape === 'string') return shape;
  if ('struct' in shape) return shape.struct().goType;
  if (shape.goType !== undefined) return shape.goType;
  return 'list' in shape ? `[]${goTypeOf(shape.list)}` : `map[string]${goTypeOf(shape.map)}`;
}

function zeroOf(shape: Shape): unknown {
  if (shape === 'string') return '';
  if (shape === 'bool') return false;
  if (shape === 'int' || shape === 'duration') return 0;
  return {};
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
