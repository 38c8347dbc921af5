// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExactJson, stringifyExactJson } from './exact-json.ts';

const text = '{"a":18446744073709551615,"b":[9007199254740993,1,1.5,-3,1e300],"c":"1","d":null}';

test('numbers keep all their digits, both ways', () => {
  const value = parseExactJson<{ a: bigint; b: unknown[] }>(text);
  assert.equal(value.a, 18446744073709551615n);
  assert.deepEqual(value.b, [9007199254740993n, 1, 1.5, -3, 1e300]);
  assert.equal(stringifyExactJson(value), text.replace('1e300', '1e+300'));
});

test('what is no JSON comes from something else', () => {
  assert.throws(() => parseExactJson('<html>'), /is this the HTTP port of an agent/);
});
