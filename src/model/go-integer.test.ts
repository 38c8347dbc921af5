// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseInteger } from './go-integer.ts';
import { goQuote } from './go-quote.ts';

const int64 = { isSigned: true, bits: 64 };

describe('an integer', () => {
  const values: readonly [text: string, value: bigint][] = [
    ['0', 0n],
    ['-12', -12n],
    ['+7', 7n],
    ['0x1F', 31n],
    ['0b101', 5n],
    ['0o17', 15n],
    ['017', 15n],
    ['1_000', 1000n],
    ['0x_ff', 255n],
    ['-9223372036854775808', -9223372036854775808n],
  ];
  for (const [text, value] of values) {
    test(`${text} is ${value}`, () => assert.deepEqual(parseInteger(text, int64), { value }));
  }

  const wrong: readonly [text: string, kind: typeof int64, problem: string][] = [
    ['', int64, 'strconv.ParseInt: parsing "": invalid syntax'],
    ['x', int64, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['08', int64, 'strconv.ParseInt: parsing "08": invalid syntax'],
    ['1__0', int64, 'strconv.ParseInt: parsing "1__0": invalid syntax'],
    ['1.5', int64, 'strconv.ParseInt: parsing "1.5": invalid syntax'],
    [
      '9223372036854775808',
      int64,
      'strconv.ParseInt: parsing "9223372036854775808": value out of range',
    ],
    ['256', { isSigned: false, bits: 8 }, 'strconv.ParseUint: parsing "256": value out of range'],
    ['-1', { isSigned: false, bits: 8 }, 'strconv.ParseUint: parsing "-1": invalid syntax'],
  ];
  for (const [text, kind, problem] of wrong) {
    test(`'${text}' is none: ${problem}`, () => {
      assert.deepEqual(parseInteger(text, kind), { problem });
    });
  }
});

test('a text in a message is quoted, what cannot be printed is escaped', () => {
  const text = 'a "b" \\ \n\t\u0001\u007f é 日 \u200b \u{1f600} \u{e0001}';
  const quoted = '"a \\"b\\" \\\\ \\n\\t\\x01\\x7f é 日 \\u200b 😀 \\U000e0001"';
  assert.equal(goQuote(text), quoted);
});
