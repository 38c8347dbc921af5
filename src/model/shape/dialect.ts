// SPDX-License-Identifier: Apache-2.0
import { decodeBase64 } from '../base64.ts';
import { durationError } from '../duration.ts';
import { goNameOf, nameOf } from './place.ts';
import type { Place } from './place.ts';
import type { AnyShape } from './shape.ts';

/** How strict a source of documents is about types, and how its errors read. */
export interface Dialect {
  /** A list with one entry stands for the entry where no list is wanted, since HCL's blocks are lists. */
  readonly unwraps: boolean;
  /** '5' is a 5, 'true' is true, one value is a list of one. */
  readonly isWeak: boolean;
  /** A number with a fraction is no integer, and an underscore in a key is one. */
  readonly isExact: boolean;
  unknownKey(place: Place, key: string): string;
  wrongType(place: Place | undefined, shape: AnyShape, raw: unknown): string;
  /** A text that does not spell a value of the type. */
  unreadable(place: Place | undefined, shape: AnyShape, raw: string): string;
}

/** Agent configuration files, in HCL or JSON. */
export const AGENT_FILE: Dialect = {
  unwraps: true,
  isWeak: false,
  isExact: false,
  unknownKey: (place) => `invalid config key ${nameOf(place, true)}`,
  wrongType: (place, shape, raw) => wrongType(nameOf(place, true), shape, raw),
  unreadable: (place, shape, raw) => unreadable(nameOf(place, true), shape, raw),
};

/** Config entries, from wherever they come. */
export const CONFIG_ENTRY: Dialect = {
  unwraps: true,
  isWeak: true,
  isExact: false,
  unknownKey(place) {
    const name = nameOf(place, false);
    const isNamespace = name.toLowerCase().endsWith('namespace');
    const feature = isNamespace ? ', namespaces are a consul enterprise feature' : '';
    return `invalid config key ${JSON.stringify(name)}${feature}`;
  },
  wrongType: (place, shape, raw) => wrongType(nameOf(place, false), shape, raw),
  unreadable(place, shape, raw) {
    const name = nameOf(place, false);
    if (!isDuration(shape)) return unreadable(name, shape, raw);
    // Of what Go says here, Consul leaves the text itself out.
    return `'${name}' ${durationError(raw).replace(/ ".*$/s, '')}`;
  },
};

/** Settings of the CA: as an entry's, but durations are told whole. */
export const CA_SETTINGS: Dialect = {
  ...CONFIG_ENTRY,
  unreadable(place, shape, raw) {
    const name = nameOf(place, false);
    return isDuration(shape) ? `'${name}' ${durationError(raw)}` : unreadable(name, shape, raw);
  },
};

/** JSON bodies that Consul decodes straight into a Go struct, with unknown fields disallowed. */
export const JSON_BODY: Dialect = {
  unwraps: false,
  isWeak: false,
  isExact: true,
  unknownKey: (_place, key) => `json: unknown field ${JSON.stringify(key)}`,
  wrongType(place, shape, raw) {
    const isCounted = isIntegral(shape) && jsonKind(raw) === 'number';
    const shown = isCounted ? ` ${String(raw)}` : '';
    const target = place === undefined ? 'Go value' : `Go struct field ${goNameOf(place)}`;
    return `json: cannot unmarshal ${jsonKind(raw)}${shown} into ${target} of type ${goType(shape)}`;
  },
  unreadable: (_place, shape, raw) => {
    return shape.kind === 'bytes' ? base64Error(raw) : durationError(raw);
  },
};

function base64Error(text: string): string {
  const read = decodeBase64(text);
  return `illegal base64 data at input byte ${'illegalAt' in read ? read.illegalAt : 0}`;
}

function wrongType(name: string, shape: AnyShape, raw: unknown): string {
  if (shape.kind === 'list') {
    return `'${name}' source data must be an array or slice, got ${goKind(raw)}`;
  }
  if (shape.kind === 'object') return `'${name}' expected a map or struct, got "${goKind(raw)}"`;
  return `'${name}' expected type '${goType(shape)}', got unconvertible type '${goValueType(raw)}'`;
}

function unreadable(name: string, shape: AnyShape, raw: string): string {
  if (isDuration(shape)) return `'${name}' time: invalid duration ${JSON.stringify(raw)}`;
  const parse = { bool: 'ParseBool', int: 'ParseInt' }[shape.kind as string] ?? 'ParseFloat';
  return `'${name}' cannot parse value as '${goType(shape)}': strconv.${parse}: invalid syntax`;
}

function isIntegral({ kind }: AnyShape): boolean {
  return kind === 'int' || kind === 'wide-uint64' || kind.startsWith('uint');
}
const isDuration = ({ kind }: AnyShape): boolean =>
  kind === 'nanoseconds' || kind === 'milliseconds';

function goType(shape: AnyShape): string {
  if ('goType' in shape && shape.goType !== undefined) return shape.goType;
  switch (shape.kind) {
    case 'float':
      return 'float64';
    case 'nanoseconds':
    case 'milliseconds':
      return 'time.Duration';
    case 'bytes':
      return '[]uint8';
    case 'any':
      return 'interface {}';
    case 'list':
      return `[]${goType(shape.of)}`;
    case 'map':
      return `map[string]${goType(shape.of)}`;
    case 'object':
      if (shape.name.startsWith('.')) return 'struct { *structs.Alias }';
      return shape.name.includes('/') ? shape.name.replace('/', '.') : `structs.${shape.name}`;
    case 'lazy':
      return goType(shape.get());
    default:
      return shape.kind;
  }
}

function goValueType(raw: unknown): string {
  if (Array.isArray(raw)) return '[]interface {}';
  if (typeof raw === 'object') return 'map[string]interface {}';
  if (typeof raw === 'number') return Number.isInteger(raw) ? 'int' : 'float64';
  return typeof raw === 'boolean' ? 'bool' : typeof raw;
}

function goKind(raw: unknown): string {
  if (Array.isArray(raw)) return 'slice';
  return typeof raw === 'object' ? 'map' : goValueType(raw);
}

function jsonKind(raw: unknown): string {
  if (Array.isArray(raw)) return 'array';
  if (typeof raw === 'bigint') return 'number';
  return typeof raw === 'boolean' ? 'bool' : typeof raw;
}
