// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indentJson } from './json-layout.ts';

const cases: Record<string, [text: string, laidOut: string]> = {
  'one value a line': [
    '{"a":1,"b":[2,3]}',
    '{\n    "a": 1,\n    "b": [\n        2,\n        3\n    ]\n}',
  ],
  'an integer of 64 bits': [
    '{"Hash":17534602435248341597}',
    '{\n    "Hash": 17534602435248341597\n}',
  ],
  'what looks like JSON inside a text': ['["{\\"a\\": [1,2]}"]', '[\n    "{\\"a\\": [1,2]}"\n]'],
  'escapes as they were sent': ['["\\u003cb\\u003e \\\\"]', '[\n    "\\u003cb\\u003e \\\\"\n]'],
  'nothing inside': ['{"a":{ },"b":[\n]}', '{\n    "a": {},\n    "b": []\n}'],
  'a layout of the server': ['{\n "a" :\t1\n}\n', '{\n    "a": 1\n}'],
  'a value alone': ['null', 'null'],
};

describe('JSON is laid out without being changed:', () => {
  for (const [name, [text, laidOut]] of Object.entries(cases)) {
    test(name, () => {
      assert.equal(indentJson(text), laidOut);
      assert.deepEqual(JSON.parse(laidOut), JSON.parse(text));
    });
  }
  test('a text of a megabyte', () => {
    const text = JSON.stringify(['\\"'.repeat(300_000)]);
    assert.equal(indentJson(text).length, text.length + '\n    \n'.length);
  });
});
