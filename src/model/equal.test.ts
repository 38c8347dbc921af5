// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { structurallyEqual } from './equal.ts';

class Point {
  readonly x: number;

  constructor(x: number) {
    this.x = x;
  }
}

class Hidden {
  readonly #value: number;

  constructor(value: number) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }
}

const shared = { deep: [1, 2, 3] };
const hidden = new Hidden(1);

const cases: [string, unknown, unknown, boolean][] = [
  ['equal texts', 'a', 'a', true],
  ['a number and its text', 1, '1', false],
  ['not a number and itself', NaN, NaN, true],
  ['null and an object', null, {}, false],
  ['undefined and null', undefined, null, false],
  [
    'nested objects, whatever the order of their fields',
    { a: 1, b: { c: [2] } },
    { b: { c: [2] }, a: 1 },
    true,
  ],
  ['a different leaf', { a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, false],
  ['a field that is missing and one that is undefined', { a: undefined }, {}, false],
  ['other fields, as many', { a: undefined }, { b: undefined }, false],
  ['a field of the prototype is none', { a: 1 }, Object.create({ a: 1 }), false],
  ['lists in another order', [1, 2], [2, 1], false],
  ['a list and a longer one', [1], [1, 2], false],
  ['a list and an object that looks like it', [1], { 0: 1 }, false],
  ['equal maps', new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]]), true],
  ['maps with another value', new Map([['a', 1]]), new Map([['a', 2]]), false],
  ['maps with another key', new Map([['a', undefined]]), new Map([['b', undefined]]), false],
  ['equal sets', new Set(['a', 'b']), new Set(['b', 'a']), true],
  ['different sets', new Set(['a']), new Set(['b']), false],
  ['equal bytes', Buffer.from('abc'), Buffer.from('abc'), true],
  ['bytes of both kinds', Buffer.from('abc'), new Uint8Array([97, 98, 99]), true],
  ['different bytes', new Uint8Array([1]), new Uint8Array([2]), false],
  ['a map and a set', new Map(), new Set(), false],
  ['instances with equal fields', new Point(1), new Point(1), true],
  ['instances with other fields', new Point(1), new Point(2), false],
  ['an instance and a plain object', new Point(1), { x: 1 }, false],
  ['one instance that hides what it holds', hidden, hidden, true],
  ['two that hide what they hold', new Hidden(1), new Hidden(1), false],
  ['two dates', new Date(1), new Date(1), false],
  [
    'objects without a prototype',
    Object.assign(Object.create(null), { a: 1 }),
    Object.assign(Object.create(null), { a: 1 }),
    true,
  ],
  [
    'an object without a prototype and a plain one',
    Object.assign(Object.create(null), { a: 1 }),
    { a: 1 },
    true,
  ],
  ['a list and an object with its fields', [], {}, false],
  ['one object', shared, shared, true],
  ['shared parts', { shared, n: 1 }, { shared, n: 1 }, true],
];

describe('structural equality', () => {
  for (const [name, a, b, isEqual] of cases) {
    test(`${name}: ${isEqual ? 'equal' : 'not equal'}`, () => {
      assert.equal(structurallyEqual(a, b), isEqual);
      assert.equal(structurallyEqual(b, a), isEqual);
    });
  }
});
