// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { CheckResult } from '../../model/agent/check-running.ts';
import { Gate } from './gate.ts';
import { ProbeLoop } from './probe-loop.ts';

const SECOND_MS = 1_000;

interface Setup {
  readonly hasPassed?: boolean;
  readonly intervalMs?: number;
  readonly gate?: Gate;
}

/** A loop whose probe says what `status` says, and the times at which it ran since the start. */
function start(setup: Setup = {}) {
  const clock = new FakeClock();
  const startMs = clock.now();
  const world = { status: 'critical' as CheckResult['status'], ranAtMs: [] as number[], clock };
  const loop = new ProbeLoop({
    probe: () => {
      world.ranAtMs.push(clock.now() - startMs);
      return Promise.resolve({ status: world.status, output: '' });
    },
    intervalMs: setup.intervalMs ?? 10 * SECOND_MS,
    hasPassed: setup.hasPassed ?? false,
    onResult: () => {},
    clock,
    random: () => 0.5,
    gate: setup.gate ?? new Gate(8),
  });
  return { ...world, world, loop };
}

describe('a check that never passed', () => {
  test('is run at once, after 200 ms, and then in doubling steps up to its interval', async () => {
    const { clock, ranAtMs, loop } = start({ intervalMs: 2 * SECOND_MS });
    await clock.advance(8 * SECOND_MS);
    assert.deepEqual(ranAtMs, [0, 200, 600, 1_400, 3_000, 5_000, 7_000]);
    loop[Symbol.dispose]();
  });

  test('goes over to its interval when it passes', async () => {
    const { clock, ranAtMs, world, loop } = start();
    await clock.advance(200);
    world.status = 'passing';
    await clock.advance(40 * SECOND_MS);
    // The first wait is a part of the interval, so that checks do not stay in step.
    assert.deepEqual(ranAtMs, [0, 200, 600, 5_600, 15_600, 25_600, 35_600]);
    loop[Symbol.dispose]();
  });

  test('starts over in small steps when there is news of its service', async () => {
    const { clock, ranAtMs, loop } = start();
    await clock.advance(7 * SECOND_MS);
    assert.deepEqual(ranAtMs.splice(0), [0, 200, 600, 1_400, 3_000, 6_200]);
    loop.hasten();
    await clock.advance(700);
    assert.deepEqual(ranAtMs, [7_000, 7_200, 7_600]);
    loop[Symbol.dispose]();
  });
});

describe('a check that has passed', () => {
  test('is run at once, and then keeps its interval when it fails', async () => {
    const { clock, ranAtMs, loop } = start({ hasPassed: true });
    await clock.advance(26 * SECOND_MS);
    assert.deepEqual(ranAtMs, [0, 5_000, 15_000, 25_000]);
    loop[Symbol.dispose]();
  });

  test('is left alone by news while it passes', async () => {
    const { clock, ranAtMs, world, loop } = start({ hasPassed: true });
    world.status = 'passing';
    await clock.advance(6 * SECOND_MS);
    loop.hasten();
    await clock.advance(SECOND_MS);
    assert.deepEqual(ranAtMs, [0, 5_000]);
    loop[Symbol.dispose]();
  });
});

test('an interval below a second is taken for one', async () => {
  const { clock, ranAtMs, loop } = start({ hasPassed: true, intervalMs: 10 });
  await clock.advance(2_600);
  assert.deepEqual(ranAtMs, [0, 500, 1_500, 2_500]);
  loop[Symbol.dispose]();
});

test('a check that was stopped runs no more', async () => {
  const { clock, ranAtMs, loop } = start();
  await clock.advance(0);
  loop[Symbol.dispose]();
  await clock.advance(60 * SECOND_MS);
  assert.deepEqual(ranAtMs, [0]);
  assert.equal(clock.nextMs, undefined);
});

test('only so many run at once', async () => {
  const gate = new Gate(2);
  const releases: (() => void)[] = [];
  let inside = 0;
  let most = 0;
  const tasks = Array.from({ length: 5 }, () =>
    gate.through(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise<void>((resolve) => releases.push(resolve));
      inside -= 1;
    }),
  );
  const all = Promise.all(tasks);
  while (releases.length > 0) {
    releases.shift()?.();
    await new Promise(setImmediate);
  }
  await all;
  assert.equal(most, 2);
});

test('a probe that breaks is a check that fails, and is run again', async () => {
  const clock = new FakeClock();
  const results: CheckResult[] = [];
  const loop = new ProbeLoop({
    probe: () => {
      throw new RangeError('too odd');
    },
    intervalMs: SECOND_MS,
    hasPassed: true,
    onResult: (result) => results.push(result),
    clock,
    random: () => 0.5,
    gate: new Gate(1),
  });
  await clock.advance(SECOND_MS);
  assert.deepEqual(results.slice(0, 2), [
    { status: 'critical', output: 'too odd' },
    { status: 'critical', output: 'too odd' },
  ]);
  loop[Symbol.dispose]();
});
