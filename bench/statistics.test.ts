// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { median, percentile } from './statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, i) => 100 - i);

describe('statistics', () => {
  const cases = [
    { name: 'the median of an odd number is the one in the middle', got: median([9, 1, 5]), is: 5 },
    { name: 'the median of an even number lies between two', got: median([4, 1, 2, 9]), is: 3 },
    { name: 'the median of one is that one', got: median([7]), is: 7 },
    { name: 'p99 of a hundred is the second largest', got: percentile(oneToHundred, 0.99), is: 99 },
    { name: 'p50 is one of the values', got: percentile([1, 2, 3, 10], 0.5), is: 2 },
    { name: 'p0 is the least', got: percentile([3, 2], 0), is: 2 },
    { name: 'there is no median of nothing', got: median([]), is: Number.NaN },
    { name: 'there is no percentile of nothing', got: percentile([], 0.5), is: Number.NaN },
  ];
  for (const { name, got, is } of cases) {
    test(name, () => assert.equal(got, is));
  }
});
