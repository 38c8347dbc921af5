// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Stopping } from './stopping.ts';

describe('a server that stops', () => {
  test('tells everybody who waits, once', () => {
    const stopping = new Stopping();
    const told: string[] = [];
    stopping.tell(() => told.push('a'));
    stopping.tell(() => told.push('b'));
    stopping.begin();
    stopping.begin();
    assert.deepEqual(told, ['a', 'b']);
  });

  test('tells nobody who has gone', () => {
    const stopping = new Stopping();
    let count = 0;
    const forget = stopping.tell(() => (count += 1));
    forget();
    stopping.begin();
    assert.equal(count, 0);
  });

  test('tells whoever comes late at once', () => {
    const stopping = new Stopping();
    stopping.begin();
    let count = 0;
    stopping.tell(() => (count += 1));
    assert.equal(count, 1);
  });
});
