// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { CheckResult, KnownCheck } from '../../model/agent/check-running.ts';
import { silentLogger } from '../../model/logger.ts';
import { Reporter } from './reporter.ts';

const MINUTE_MS = 60_000;
const passing = (output: string): CheckResult => ({ status: 'passing', output });
const critical = (output: string): CheckResult => ({ status: 'critical', output });

function start(known: KnownCheck, outputIntervalMs = 5 * MINUTE_MS) {
  const clock = new FakeClock();
  const kept: [status: string, output: string, heardMs?: number][] = [];
  const world = { failing: false };
  const reporter = new Reporter({
    id: 'up',
    known,
    publish: (_id, { status, output }, heardMs) => {
      if (world.failing) return Promise.reject(new Error('the disk is full'));
      kept.push(heardMs === undefined ? [status, output] : [status, output, heardMs]);
      return Promise.resolve();
    },
    outputIntervalMs,
    heardToleranceMs: 10_000,
    clock,
    random: () => 0.5,
    logger: silentLogger,
  });
  return { clock, kept, world, reporter };
}

describe('a result', () => {
  test('of another status is kept at once', async () => {
    const { kept, reporter } = start({ status: 'critical', output: '' });
    await reporter.report(passing('fine'));
    assert.deepEqual(kept, [['passing', 'fine']]);
  });

  test('that says nothing new is not kept', async () => {
    const { kept, clock, reporter } = start({ status: 'passing', output: 'fine' });
    await reporter.report(passing('fine'));
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual(kept, []);
  });

  test('of nothing but another output waits, and only the last one is kept', async () => {
    const { kept, clock, reporter } = start({ status: 'passing', output: '' });
    await reporter.report(passing('at one'));
    await reporter.report(passing('at two'));
    assert.equal(reporter.pendingOutput, 'at two');
    await clock.advance(5 * MINUTE_MS - 1);
    assert.deepEqual(kept, []);
    await clock.advance(1);
    assert.deepEqual(kept, [['passing', 'at two']]);
    assert.equal(reporter.pendingOutput, undefined);
  });

  test('of the old output again ends the waiting', async () => {
    const { kept, clock, reporter } = start({ status: 'passing', output: 'fine' });
    await reporter.report(passing('hm'));
    await reporter.report(passing('fine'));
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual(kept, []);
  });

  test('of another status takes the place of one that waits', async () => {
    const { kept, clock, reporter } = start({ status: 'passing', output: '' });
    await reporter.report(passing('hm'));
    await reporter.report(critical('oh'));
    await clock.advance(60 * MINUTE_MS);
    assert.deepEqual(kept, [['critical', 'oh']]);
  });

  test('is kept at once whatever it says when outputs do not wait', async () => {
    const { kept, reporter } = start({ status: 'passing', output: '' }, 0);
    await reporter.report(passing('at one'));
    assert.deepEqual(kept, [['passing', 'at one']]);
  });

  test('that could not be kept is news again', async () => {
    const { kept, world, reporter } = start({ status: 'critical', output: '' });
    world.failing = true;
    await assert.rejects(reporter.report(passing('fine')), /disk is full/);
    world.failing = false;
    await reporter.report(passing('fine'));
    assert.deepEqual(kept, [['passing', 'fine']]);
  });
});

test('the time of the last word is kept when the one that is kept is too old', async () => {
  const { kept, reporter } = start({ status: 'passing', output: '', heardMs: 1_000 });
  await reporter.report(passing(''), 10_999);
  assert.deepEqual(kept, []);
  await reporter.report(passing(''), 11_000);
  assert.deepEqual(kept, [['passing', '', 11_000]]);
});
