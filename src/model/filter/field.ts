// SPDX-License-Identifier: Apache-2.0
// What can be selected in the rows of an answer: a tree of fields, written down beside each kind of row.
// What a field is decides which operators it has, how a value is read, and what a row without it means.
import { parseBool } from '../go-bool.ts';
import { type IntegerKind, parseInteger } from '../go-integer.ts';
import { goQuote } from '../go-quote.ts';
import type { Operator } from './expression.ts';

/** A value as it is compared; a row that doesn't have the field has `zero`. */
export interface Scalar {
  readonly type: 'scalar';
  readonly zero: string | boolean | number;
  readonly operators: readonly Operator[];
  readonly read: (
    text: string,
  ) => { readonly value: string | boolean | number } | { readonly problem: string };
}

/** Named fields; the same object wherever the same ones are meant. */
export interface Structure {
  readonly type: 'structure';
  readonly fields: Fields;
}

/** Of scalars: `contains`. Of structures: a comparison holds if it holds for any of them. */
export interface List {
  readonly type: 'list';
  readonly of: Field;
}

/** By any key; `of` undefined when its values can't be selected. */
export interface KeyedMap {
  readonly type: 'map';
  readonly of: Field | undefined;
}

export type Field = Scalar | Structure | List | KeyedMap;
export type Fields = Readonly<Record<string, Field>>;

const EQUALITY: readonly Operator[] = ['Equal', 'Not Equal'];
const EMPTINESS: readonly Operator[] = ['Is Empty', 'Is Not Empty'];
const MEMBERSHIP: readonly Operator[] = ['In', 'Not In'];
const OPERATORS_OF_LISTS = [...EMPTINESS, ...MEMBERSHIP];

export const string: Scalar = {
  type: 'scalar',
  zero: '',
  operators: [...EQUALITY, ...MEMBERSHIP, 'Matches', 'Not Matches'],
  read: (value) => ({ value }),
};

export const bool: Scalar = {
  type: 'scalar',
  zero: false,
  operators: EQUALITY,
  read: (text) => {
    const value = parseBool(text);
    if (value !== undefined) return { value };
    return { problem: `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax` };
  },
};

export const int: Scalar = integer({ isSigned: true, bits: 64 });
export const uint8: Scalar = integer({ isSigned: false, bits: 8 });
export const uint16: Scalar = integer({ isSigned: false, bits: 16 });
export const uint32: Scalar = integer({ isSigned: false, bits: 32 });
/** Compared as far as a JSON number of JavaScript goes: 53 bits. */
export const uint64: Scalar = integer({ isSigned: false, bits: 64 });

export const structure = (fields: Fields): Structure => ({ type: 'structure', fields });
export const list = (of: Field): List => ({ type: 'list', of });
export const map = (of?: Field): KeyedMap => ({ type: 'map', of });

function integer(kind: IntegerKind): Scalar {
  return {
    type: 'scalar',
    zero: 0,
    operators: EQUALITY,
    read: (text) => {
      const read = parseInteger(text, kind);
      return 'value' in read ? { value: Number(read.value) } : read;
    },
  };
}

/** What a field itself can be compared by. */
export function operatorsOf(field: Field): readonly Operator[] {
  if (field.type === 'scalar') return field.operators;
  if (field.type === 'structure') return [];
  if (field.type === 'map' || field.of.type === 'scalar') return OPERATORS_OF_LISTS;
  return EMPTINESS;
}

/** The field of that name below; undefined when there is none. */
export function below(field: Field, name: string): Field | undefined {
  if (field.type === 'structure') return ownField(field.fields, name);
  if (field.type === 'map') return field.of;
  return field.type === 'list' && field.of.type !== 'scalar' ? below(field.of, name) : undefined;
}

export function ownField(fields: Fields, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
