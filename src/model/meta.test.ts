// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { metaError } from './meta.ts';

const pair = (key: string, value: string, reason: string): string =>
  `Couldn't load metadata pair ('${key}', '${value}'): ${reason}`;
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, 'value']));

describe('meta is refused', () => {
  const longKey = 'k'.repeat(129);
  const longValue = 'v'.repeat(513);
  const wideValue = 'é'.repeat(257);
  const cases: [string, Record<string, string>, string][] = [
    ['with 65 pairs', many(65), 'Node metadata cannot contain more than 64 key/value pairs'],
    ['with a blank key', { '': 'v' }, pair('', 'v', 'Key cannot be blank')],
    ['with a dot in a key', { 'a.b': 'v' }, pair('a.b', 'v', 'Key contains invalid characters')],
    [
      'with a letter beyond ASCII in a key',
      { ä: 'v' },
      pair('ä', 'v', 'Key contains invalid characters'),
    ],
    [
      'with a key of 129 characters',
      { [longKey]: 'v' },
      pair(longKey, 'v', 'Key is too long (limit: 128 characters)'),
    ],
    [
      'with a reserved key',
      { 'consul-x': 'v' },
      pair('consul-x', 'v', "Key prefix 'consul-' is reserved for internal use"),
    ],
    [
      'with a value of 513 characters',
      { k: longValue },
      pair('k', longValue, 'Value is too long (limit: 512 characters)'),
    ],
    [
      'with a value of 514 bytes',
      { k: wideValue },
      pair('k', wideValue, 'Value is too long (limit: 512 characters)'),
    ],
  ];
  for (const [name, meta, message] of cases)
    test(name, () => assert.equal(metaError(meta), message));
});

test('meta at its limits is accepted', () => {
  assert.equal(metaError({}), undefined);
  assert.equal(metaError({ ...many(63), ['k'.repeat(128)]: 'v'.repeat(512) }), undefined);
  assert.equal(metaError({ 'A_z-9': '' }), undefined);
});

test('a reserved key is accepted where its owner allows it', () => {
  const meta = { 'consul-wan-federation': '1' };
  assert.equal(metaError(meta, ['consul-wan-federation']), undefined);
  assert.equal(metaError(meta, 'all'), undefined);
  assert.notEqual(metaError(meta, ['consul-other']), undefined);
});
