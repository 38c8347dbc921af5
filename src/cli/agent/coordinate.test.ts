// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceSeconds } from './coordinate.ts';

const at = (Vec: number[], Height: number, Adjustment: number) => ({ Vec, Height, Adjustment });

test('a distance is the way through space and both heights', () => {
  assert.equal(distanceSeconds(at([0, 3], 1, 0), at([4, 0], 2, 0)), 8);
});

test('it is corrected by what was measured, unless that makes it negative', () => {
  assert.equal(distanceSeconds(at([0], 1, 0.5), at([1], 1, -1)), 2.5);
  assert.equal(distanceSeconds(at([0], 1, -2), at([1], 1, -1)), 3);
});
