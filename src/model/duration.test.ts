// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { durationError, parseDurationMs } from './duration.ts';

describe('a duration', () => {
  const read: Record<string, number> = {
    '0': 0,
    '-0': 0,
    '1.5s': 1_500,
    '.5h': 1_800_000,
    '1.h': 3_600_000,
    '+1h30m': 5_400_000,
    '-250ms': -250,
    '1µs': 0.001,
  };
  for (const [text, ms] of Object.entries(read)) {
    test(`${text} is ${ms} ms`, () => assert.ok(parseDurationMs(text) === ms));
  }
});

describe('a text that is no duration is told as Go tells it:', () => {
  const refused: Record<string, string> = {
    '': 'time: invalid duration ""',
    soon: 'time: invalid duration "soon"',
    '-': 'time: invalid duration "-"',
    '.s': 'time: invalid duration ".s"',
    '1s.': 'time: invalid duration "1s."',
    '10': 'time: missing unit in duration "10"',
    '5m5': 'time: missing unit in duration "5m5"',
    '1d': 'time: unknown unit "d" in duration "1d"',
    '1h2days': 'time: unknown unit "days" in duration "1h2days"',
    '1e3s': 'time: unknown unit "e" in duration "1e3s"',
    '1 s': 'time: unknown unit " s" in duration "1 s"',
    '1é"': String.raw`time: unknown unit "\xc3\xa9\"" in duration "1\xc3\xa9\""`,
    '1constructor': 'time: unknown unit "constructor" in duration "1constructor"',
    '9999999h': 'time: invalid duration "9999999h"',
  };
  for (const [text, message] of Object.entries(refused)) {
    test(JSON.stringify(text), () => {
      assert.equal(parseDurationMs(text), undefined);
      assert.equal(durationError(text), message);
    });
  }
});
