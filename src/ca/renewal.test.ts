// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renewalTimeMs, retryDelayMs } from './renewal.ts';

describe('a certificate that is valid from 1000 to 2000 is renewed', () => {
  const validity = { notBeforeMs: 1_000, notAfterMs: 2_000 };
  const cases: [string, number, number, number][] = [
    ['from 60 % of its lifetime on', 1_060, 0, 1_600],
    ['in the middle on average', 1_060, 0.5, 1_750],
    ['before 90 % of its lifetime', 1_060, 1, 1_900],
    ['from now on when 60 % are over', 1_700, 0, 1_700],
    ['between now and 90 % when 60 % are over', 1_700, 0.5, 1_800],
    ['now when 90 % are over', 1_901, 0.5, 1_901],
    ['now when it has expired', 3_000, 0.5, 3_000],
  ];
  for (const [name, nowMs, random, expected] of cases) {
    test(name, () => assert.equal(renewalTimeMs(validity, nowMs, random), expected));
  }
});

test('a certificate without a lifetime is renewed now', () => {
  assert.equal(renewalTimeMs({ notBeforeMs: 5, notAfterMs: 5 }, 10, 0.5), 10);
});

test('attempts wait twice as long each time, up to five minutes, less up to a half by chance', () => {
  assert.deepEqual(
    [1, 2, 3, 9, 10, 1_000].map((failures) => retryDelayMs(failures, 0)),
    [1_000, 2_000, 4_000, 256_000, 300_000, 300_000],
  );
  assert.equal(retryDelayMs(1, 1), 500);
});
