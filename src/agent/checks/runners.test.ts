// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../../test/fake-clock.ts';
import type {
  AliasTarget,
  CheckResult,
  CheckToRun,
  KnownCheck,
} from '../../model/agent/check-running.ts';
import { silentLogger } from '../../model/logger.ts';
import { CheckRunners } from './runners.ts';

const MINUTE_MS = 60_000;
const PASSING: CheckResult = { status: 'passing', output: '' };
const ttl: CheckToRun = { id: 'up', type: { TTL: 10_000 }, serviceId: 'web' };

let clock: FakeClock;
let kept: string[];
let deregistered: string[];
let aliases: Map<string, (result: CheckResult) => void>;
let runners: CheckRunners;

beforeEach(() => {
  clock = new FakeClock();
  kept = [];
  deregistered = [];
  aliases = new Map();
  runners = new CheckRunners({
    sink: {
      publish: (id, { status, output }) => {
        kept.push(`${id} ${status}: ${output}`);
        return Promise.resolve();
      },
      deregister: (serviceId) => {
        deregistered.push(serviceId);
        return Promise.resolve();
      },
      watchAlias: ({ node, serviceId }: AliasTarget, tell) => {
        const name = `${node}/${serviceId}`;
        aliases.set(name, tell);
        return () => aliases.delete(name);
      },
    },
    clock,
    random: () => 0.5,
    logger: silentLogger,
  });
});
afterEach(() => runners.stop());

function run(known: KnownCheck | undefined, ...checks: CheckToRun[]): void {
  runners.reconcile(checks, () => known);
}

describe('a TTL check', () => {
  test('turns critical when nothing is heard of it for its TTL', async () => {
    run(undefined, ttl);
    await runners.report('up', { status: 'passing', output: 'all good' });
    await clock.advance(9_999);
    await runners.report('up', { status: 'passing', output: 'all good' });
    await clock.advance(9_999);
    assert.ok(kept.every((line) => line === 'up passing: all good'));
    await clock.advance(1);
    assert.equal(
      kept.at(-1),
      'up critical: TTL expired (last output before timeout follows): all good',
    );
  });

  test('comes back when it is heard of again', async () => {
    run(undefined, ttl);
    await clock.advance(10_000);
    await runners.report('up', PASSING);
    assert.equal(kept.at(-1), 'up passing: ');
  });

  test('keeps the beginning of a long output', async () => {
    run(undefined, ttl);
    await runners.report('up', { status: 'passing', output: 'o'.repeat(5_000) });
    assert.match(kept[0] ?? '', /o{4096} \.\.\. \(captured 4096 of 5000 bytes\)$/);
  });

  test('gets its whole TTL after a short restart', async () => {
    run({ status: 'passing', output: '', heardMs: clock.now() - 14_000 }, ttl);
    await clock.advance(9_999);
    assert.deepEqual(kept, []);
    await clock.advance(1);
    assert.deepEqual(kept, ['up critical: TTL expired']);
  });

  test('has expired when nothing can have been heard of it for longer', async () => {
    run({ status: 'passing', output: '', heardMs: clock.now() - 16_000 }, ttl);
    await clock.advance(0);
    assert.deepEqual(kept, ['up critical: TTL expired']);
  });

  test('is not confused with checks that run themselves', async () => {
    run(undefined, { ...ttl, type: { AliasService: 'db' } });
    await assert.rejects(runners.report('up', PASSING), {
      message: 'CheckID "up" does not have associated TTL',
    });
  });
});

describe('an alias check', () => {
  test('shows what its target shows, until it is gone', async () => {
    const check = { id: 'alias', type: { AliasService: 'db' }, serviceId: 'web' };
    run(undefined, check);
    aliases.get('/db')?.({ status: 'passing', output: 'All checks passing.' });
    await clock.advance(0);
    assert.deepEqual(kept, ['alias passing: All checks passing.']);
    run(undefined);
    assert.equal(aliases.size, 0);
  });
});

describe('a critical service', () => {
  const doomed = { ...ttl, type: { TTL: 10_000, DeregisterCriticalServiceAfter: 2 * MINUTE_MS } };

  test('is deregistered after the time that its check allows', async () => {
    run(undefined, doomed);
    await clock.advance(2 * MINUTE_MS - 1);
    assert.deepEqual(deregistered, []);
    await clock.advance(1);
    assert.deepEqual(deregistered, ['web']);
  });

  test('is spared when it recovers', async () => {
    run(undefined, doomed);
    await clock.advance(MINUTE_MS);
    await runners.report('up', PASSING);
    await clock.advance(MINUTE_MS + 20_000);
    assert.deepEqual(deregistered, []);
    await clock.advance(MINUTE_MS);
    assert.deepEqual(deregistered, ['web']);
  });

  test('is spared for a minute whatever its check says', async () => {
    run(undefined, { ...doomed, type: { TTL: 10_000, DeregisterCriticalServiceAfter: 1 } });
    await clock.advance(MINUTE_MS - 1);
    assert.deepEqual(deregistered, []);
    await clock.advance(1);
    assert.deepEqual(deregistered, ['web']);
  });
});

describe('reconciling', () => {
  test('leaves what is unchanged running', async () => {
    run(undefined, ttl);
    await clock.advance(6_000);
    run(undefined, { ...ttl });
    await clock.advance(4_000);
    assert.deepEqual(kept, []);
    assert.equal(runners.pendingOutput('up'), 'TTL expired');
  });

  test('starts anew what has changed', async () => {
    run({ status: 'passing', output: '' }, ttl);
    await clock.advance(6_000);
    run({ status: 'passing', output: '' }, { ...ttl, type: { TTL: 20_000 } });
    await clock.advance(19_999);
    assert.deepEqual(kept, []);
    await clock.advance(1);
    assert.deepEqual(kept, ['up critical: TTL expired']);
  });

  test('stops what is gone', async () => {
    run({ status: 'passing', output: '' }, ttl);
    run(undefined);
    await clock.advance(MINUTE_MS);
    assert.deepEqual(kept, []);
    assert.equal(clock.nextMs, undefined);
  });
});
