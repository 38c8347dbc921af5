// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexOfEvent, newerEvents } from './events.ts';

const first = { ID: '00000000-0000-0001-0000-000000000002', LTime: 1 };
const second = { ID: 'ffffffff-ffff-ffff-0000-000000000001', LTime: 2 };
const list = JSON.stringify([first, second]);

test('the index of an event is made of its id', () => {
  assert.equal(indexOfEvent(first.ID), 3n);
  assert.equal(indexOfEvent(second.ID), 0xfffffffffffffffen);
  assert.equal(indexOfEvent('x'), 0n);
});

test('events are new once', () => {
  assert.equal(newerEvents(list, undefined), list);
  assert.equal(newerEvents(list, '3'), JSON.stringify([second]));
  assert.equal(newerEvents(list, String(0xfffffffffffffffen)), '[]');
  assert.equal(newerEvents(list, '99'), list);
  assert.equal(newerEvents(undefined, '99'), '[]');
});
