// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonSyntaxError } from './json-syntax.ts';

describe('a text that is no JSON is refused in the words of Go', () => {
  const end = 'unexpected end of JSON input';
  const cases: [string | Uint8Array, string][] = [
    ['', end],
    ['\n', end],
    ['{', end],
    ['{"a"', end],
    ['{"a":', end],
    ['{"a":1', end],
    ['[1,', end],
    ['"', end],
    ['{} x', "invalid character 'x' after top-level value"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['01', "invalid character '1' after top-level value"],
    ['-', "invalid character ' ' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['"\u0001"', "invalid character '\\x01' in string literal"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    [Uint8Array.of(0xff), "invalid character 'ÿ' looking for beginning of value"],
    [Uint8Array.of(0xad), "invalid character '\\u00ad' looking for beginning of value"],
    ['['.repeat(10_001), "invalid character '[' exceeded max depth"],
    ['{"a":'.repeat(10_001), "invalid character '{' exceeded max depth"],
  ];
  for (const [text, message] of cases) {
    test(JSON.stringify(text).slice(0, 40), () => assert.equal(jsonSyntaxError(text), message));
  }
});

describe('a text that is JSON has no error', () => {
  for (const text of [
    '0',
    '-1.5e+3',
    ' null ',
    '""',
    '"\\u00e9\\n"',
    '[]',
    '{}',
    '[[],{},[{"a":[1,2]}]]',
    '{"a":{"b":[true,false]},"":1}\n',
    '['.repeat(10_000) + ']'.repeat(10_000),
  ]) {
    test(text.slice(0, 40), () => {
      assert.equal(jsonSyntaxError(text), undefined);
      assert.doesNotThrow(() => JSON.parse(text) as unknown);
    });
  }
});
