// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LogHub } from './log-hub.ts';
import { createLogger } from './logging.ts';

function opened() {
  const hub = new LogHub();
  const written: string[] = [];
  const logger = createLogger({
    level: 'info',
    json: false,
    write: (line) => written.push(line),
    now: () => new Date(0),
    hub,
  });
  return { hub, written, logger };
}

const at = '1970-01-01T00:00:00.000Z';

/** The next of what a follower is given. */
async function next(lines: AsyncIterator<Uint8Array>): Promise<string> {
  const { value, done = false } = await lines.next();
  return done ? '' : Buffer.from(value as Uint8Array).toString();
}

describe('who follows the log', () => {
  test('sees what the log itself does not show, in the format that is wanted', async () => {
    const { hub, written, logger } = opened();
    const stop = new AbortController();
    const follow = (level: 'debug' | 'error', json: boolean) => {
      const lines = hub.follow({ level, json, signal: stop.signal });
      return { lines, first: next(lines) };
    };
    const debug = follow('debug', false);
    const errors = follow('error', true);
    logger.trace('unseen');
    logger.debug('seen', { a: 1 });
    logger.error('broken');
    assert.equal(
      await debug.first,
      `${at} [DEBUG] agent: seen: a=1\n${at} [ERROR] agent: broken\n`,
    );
    assert.equal(
      await errors.first,
      `{"@level":"error","@message":"broken","@module":"agent","@timestamp":"${at}"}\n`,
    );
    assert.deepEqual(written, [`${at} [ERROR] agent: broken\n`]);
    stop.abort();
    assert.equal(await next(debug.lines), '');
    assert.equal(await next(errors.lines), '');
    assert.equal(hub.isFollowed, false);
  });

  test('and reads slowly misses some, and is told how many', async () => {
    const { hub, logger } = opened();
    const stop = new AbortController();
    const lines = hub.follow({ level: 'info', json: false, signal: stop.signal });
    const first = next(lines);
    for (let count = 0; count < 600; count += 1) logger.info('line');
    const seen = (await first).trimEnd().split('\n');
    assert.equal(seen.length, 513);
    assert.equal(seen.at(-1), 'monitor dropped 88 lines, which came too fast');
    stop.abort();
    assert.equal(await next(lines), '');
  });

  test('and goes away is forgotten', async () => {
    const { hub, logger } = opened();
    const stop = new AbortController();
    const lines = hub.follow({ level: 'info', json: false, signal: stop.signal });
    const first = next(lines);
    logger.info('line');
    await first;
    assert.equal(hub.isFollowed, true);
    await lines.return(undefined);
    assert.equal(hub.isFollowed, false);
  });
});
