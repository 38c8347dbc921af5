// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeBase64, isBase64 } from './base64.ts';

describe('base64 that Go reads is read', () => {
  const cases: [string, string][] = [
    ['', ''],
    ['\n', ''],
    ['Cg==', '\n'],
    ['e30K', '{}\n'],
    ['e30=', '{}'],
    ['e3\n==', '{'],
    ['e3=\r\n=', '{'],
    ['e3==\n', '{'],
    ['YW\r\nJj', 'abc'],
    ['/+8=', '\ufffd\ufffd'],
  ];
  for (const [text, expected] of cases) {
    test(JSON.stringify(text), () => {
      const decoded = decodeBase64(text);
      assert.ok('bytes' in decoded);
      assert.ok(isBase64(text));
      assert.equal(decoded.bytes.toString(), expected);
    });
  }
});

describe('base64 that Go refuses is refused at the byte that Go names', () => {
  const cases: [string, number][] = [
    ['+++/+++', 4],
    ['e30', 0],
    ['e3', 0],
    ['e', 0],
    ['====', 0],
    ['=', 0],
    ['Y=', 1],
    ['e3=', 3],
    ['YW=\n', 4],
    ['e3=x', 2],
    ['e3=\nx', 3],
    ['e30==', 4],
    ['e30=x', 4],
    ['e3==e30=', 4],
    ['e3== ', 4],
    ['YWJjZA==\r\nx', 10],
    ['a b=', 1],
    ['YWJj-', 4],
    ['YWJj\n\nY', 6],
    ['ü', 0],
    ['YWJjYWJjYWJjYW!=', 14],
  ];
  for (const [text, illegalAt] of cases) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(decodeBase64(text), { illegalAt });
      assert.equal(isBase64(text), false);
    });
  }
});
