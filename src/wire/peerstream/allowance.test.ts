// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Allowance } from './allowance.ts';

describe('how fast a peer is read', () => {
  test('a burst goes through at once', () => {
    const allowance = new Allowance(3, 10, 0);
    assert.deepEqual(
      [1, 2, 3].map(() => allowance.take(0)),
      [0, 0, 0],
    );
  });
  test('what is beyond it waits for as long as it takes to refill', () => {
    const allowance = new Allowance(1, 10, 0);
    allowance.take(0);
    assert.equal(allowance.take(0), 100);
    assert.equal(allowance.take(0), 200);
  });
  test('time refills it, but no further than a burst', () => {
    const allowance = new Allowance(2, 10, 0);
    allowance.take(0);
    allowance.take(0);
    assert.deepEqual(
      [1, 2, 3].map(() => allowance.take(60_000)),
      [0, 0, 100],
    );
  });
  test('a clock that is set back takes nothing away', () => {
    const allowance = new Allowance(2, 10, 1_000);
    assert.equal(allowance.take(0), 0);
    assert.equal(allowance.take(0), 0);
  });
});
