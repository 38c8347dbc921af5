// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleNode } from '../../test/catalog-samples.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import type { Command } from '../commands/command.ts';
import { silentLogger } from '../model/logger.ts';
import { syncCatalog } from './sync-catalog.ts';

test('the catalog is brought in line every minute, whatever happens, until the end', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const replies: (readonly string[] | Error)[] = [['up'], new Error('the disk is full'), []];
  const restored: (readonly string[])[] = [];
  const running = syncCatalog(
    {
      self: { node: sampleNode('quay') },
      issue: <I, R>(_command: Command<I, R>) => {
        const reply = replies.shift();
        return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply as R);
      },
      onRestored: (ids) => restored.push(ids),
      clock,
      logger: silentLogger,
    },
    stop.signal,
  );
  await clock.advance(59_999);
  assert.equal(restored.length, 0);
  await clock.advance(1);
  assert.deepEqual(restored, [['up']]);
  await clock.advance(120_000);
  assert.deepEqual(restored, [['up'], []]);
  stop.abort();
  await running;
  assert.equal(clock.nextMs, undefined);
});
