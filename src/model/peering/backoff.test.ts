// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dialBackoffMs } from './backoff.ts';

const FAILED_PRECONDITION = 9;
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

describe('the wait before dialing again', () => {
  const cases: readonly [string, number, number | undefined, number][] = [
    ['is 8 ms after the first server that does not lead', 1, FAILED_PRECONDITION, 8],
    ['is still 8 ms after the fifth', 5, FAILED_PRECONDITION, 8],
    ['doubles from the sixth on', 6, FAILED_PRECONDITION, 16],
    ['doubles again', 7, FAILED_PRECONDITION, 32],
    ['is 2 s after the thirteenth', 13, FAILED_PRECONDITION, 2_048],
    ['is 4 s after the fourteenth', 14, FAILED_PRECONDITION, 4_096],
    ['is 8 s at most', 15, FAILED_PRECONDITION, 8_192],
    ['stays there however many fail', 5_000, FAILED_PRECONDITION, 8_192],
    ['is 8 s when the peer is overloaded', 1, RESOURCE_EXHAUSTED, 8_192],
    ['is 2 s after any other failure', 1, UNAVAILABLE, 2_000],
    ['is 4 s after the second', 2, UNAVAILABLE, 4_000],
    ['is 8 s after the third', 3, undefined, 8_000],
    ['is 16 s after the fourth', 4, UNAVAILABLE, 16_000],
    ['is 32 s after the fifth', 5, UNAVAILABLE, 32_000],
    ['is 64 s from the sixth on', 6, UNAVAILABLE, 64_000],
    ['is never more', 5_000, UNAVAILABLE, 64_000],
  ];
  for (const [name, failures, code, expected] of cases) {
    test(name, () => assert.equal(dialBackoffMs(failures, code), expected));
  }
});
