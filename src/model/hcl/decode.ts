// SPDX-License-Identifier: Apache-2.0
import { SyntaxProblem, positionAt } from './position.ts';
import type { Item, Value } from './parser.ts';
import type { Literal } from './token.ts';

export type HclValue = Literal | HclValue[] | HclObject;
export interface HclObject {
  [key: string]: HclValue;
}

/**
 * Items as plain objects, in the shape that hcl.Decode gives for a map: a block or an object is a list of
 * one object, repeated blocks make that list longer, repeated lists are joined, and of a repeated plain
 * value the last counts. An object inside a list stays an object. Throws SyntaxProblem where a key is
 * used for values of different types.
 */
export function decodeItems(items: readonly Item[], text: string): HclObject {
  // A Map, and entries at the end, so that a key such as __proto__ is a key like any other.
  const result = new Map<string, HclValue>();
  for (const item of items) {
    const [key, ...labels] = item.keys;
    if (key === undefined) continue;
    const labelled = labels.reduceRight<HclValue>(
      (inner, label) => [Object.fromEntries([[label.name, inner]])],
      decodeValue(item.value, text, false),
    );
    const before = result.get(key.name);
    const isMergeable = before === undefined || typeof before === typeof labelled;
    if (!isMergeable) {
      const reason = `"${key.name}" is set twice, to values of different types`;
      throw new SyntaxProblem(positionAt(text, key.offset), reason);
    }
    const isJoined = Array.isArray(before) && Array.isArray(labelled);
    result.set(key.name, isJoined ? [...before, ...labelled] : labelled);
  }
  return Object.fromEntries(result);
}

function decodeValue(value: Value, text: string, isInList: boolean): HclValue {
  switch (value.type) {
    case 'literal':
      return value.value;
    case 'list':
      return value.values.map((inner) => decodeValue(inner, text, true));
    case 'object': {
      const decoded = decodeItems(value.items, text);
      return isInList ? decoded : [decoded];
    }
  }
}
