// SPDX-License-Identifier: Apache-2.0
import { decodeBase64 } from '../base64.ts';
import { durationError } from '../duration.ts';
import { parseInteger } from '../go-integer.ts';
import { goNameOf, nameOf } from './place.ts';
import type { Place } from './place.ts';
import { integerKind } from './scalar.ts';
import type { AnyShape } from './shape.ts';

/** How strict a source of documents is about types, and how its errors read. */
export interface Dialect {
  /** A list with one entry stands for the entry where no list is wanted, since HCL's blocks are lists. */
  readonly unwraps: boolean;
  /** '5' is a 5, 'true' is true, one value is a list of one. */
  readonly isWeak: boolean;
  /** A number with a fraction is no integer, and an underscore in a key is one. */
  readonly isExact: boolean;
  /** Underscores count in keys: of the spellings of a field only its name and its aliases are known, each in any case. */
  readonly countsUnderscores: boolean;
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
  countsUnderscores: false,
  unknownKey: (place) => `invalid config key ${nameOf(place, true)}`,
  wrongType: (place, shape, raw) => wrongType(nameOf(place, true), shape, raw),
  unreadable: (place, shape, raw) => unreadable(nameOf(place, true), shape, raw),
};

/** Config entries, from wherever they come. */
export const CONFIG_ENTRY: Dialect = {
  unwraps: true,
  isWeak: true,
  isExact: false,
  countsUnderscores: true,
  unknownKey(place) {
    const name = nameOf(place, false);
    return `invalid config key ${JSON.stringify(name)}${enterpriseFeature(name.toLowerCase())}`;
  },
  // Whatever they come from, they have been JSON, whose numbers are all of one type.
  wrongType: (place, shape, raw) => wrongType(nameOf(place, false), shape, raw, 'float64'),
  unreadable(place, shape, raw) {
    const name = nameOf(place, false);
    if (!isDuration(shape)) return unreadable(name, shape, raw);
    // Of what Go says here, Consul leaves out what follows the last blank, which is in most cases the text itself.
    const [error] = /^time: unknown unit/.exec(durationError(raw)) ?? [
      durationError(raw).replace(/ [^ ]*$/, ''),
    ];
    return `'${name}' ${error}`;
  },
};

/** Settings of the CA: as an entry's, but durations are told whole. */
export const CA_SETTINGS: Dialect = {
  ...CONFIG_ENTRY,
  countsUnderscores: false,
  wrongType: (place, shape, raw) => wrongType(nameOf(place, false), shape, raw),
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
  countsUnderscores: false,
  unknownKey: (_place, key) => `json: unknown field ${JSON.stringify(key)}`,
  wrongType(place, shape, raw) {
    const isCounted = isIntegral(shape) && jsonKind(raw) === 'number';
    const shown = isCounted ? ` ${String(raw)}` : '';
    const name = place === undefined ? '.' : goNameOf(place);
    const target = name === '.' ? 'Go value' : `Go struct field ${name}`;
    return `json: cannot unmarshal ${jsonKind(raw)}${shown} into ${target} of type ${goType(shape)}`;
  },
  unreadable: (_place, shape, raw) => {
    return shape.kind === 'bytes' ? base64Error(raw) : durationError(raw);
  },
};

/** What Consul adds to keys that sound like what only its other edition has. */
function enterpriseFeature(name: string): string {
  if (name.endsWith('namespace')) return ', namespaces are a consul enterprise feature';
  return name.includes('jwt') ? ', api-gateway jwt validation is a consul enterprise feature' : '';
}

function base64Error(text: string): string {
  const read = decodeBase64(text);
  return `illegal base64 data at input byte ${'illegalAt' in read ? read.illegalAt : 0}`;
}

function wrongType(name: string, shape: AnyShape, raw: unknown, numberType?: 'float64'): string {
  const isNumber = typeof raw === 'number';
  const kind = isNumber && numberType !== undefined ? numberType : goKind(raw);
  if (shape.kind === 'list') {
    return `'${name}' source data must be an array or slice, got ${kind}`;
  }
  if (shape.kind === 'object') return `'${name}' expected a map or struct, got "${kind}"`;
  const type = isNumber ? kind : goValueType(raw);
  return `'${name}' expected type '${goType(shape)}', got unconvertible type '${type}'`;
}

function unreadable(name: string, shape: AnyShape, raw: string): string {
  if (isDuration(shape)) return `'${name}' time: invalid duration ${JSON.stringify(raw)}`;
  return `'${name}' cannot parse value as '${goType(shape)}': ${parseError(shape.kind, raw)}`;
}

function parseError(kind: AnyShape['kind'], raw: string): string {
  if (kind === 'bool') return 'strconv.ParseBool: invalid syntax';
  if (kind === 'float') return 'strconv.ParseFloat: invalid syntax';
  const read = parseInteger(raw, integerKind(kind));
  // Without the text itself.
  return 'problem' in read ? read.problem.replace(/: parsing .*(?=: )/s, '') : '';
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
