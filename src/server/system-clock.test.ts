// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { systemClock } from './system-clock.ts';

test('waits for longer than a timer can', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let runs = 0;
    const dayMs = 24 * 3_600_000;
    systemClock.after(60 * dayMs, () => (runs += 1));
    const cancel = systemClock.after(60 * dayMs, () => (runs += 1));
    for (let day = 0; day < 59; day += 1) mock.timers.tick(dayMs);
    assert.equal(runs, 0);
    cancel();
    // A mocked timer that is set while time passes counts from where it stops.
    for (let day = 0; day < 4; day += 1) mock.timers.tick(dayMs);
    assert.equal(runs, 1);
  } finally {
    mock.timers.reset();
  }
});
