// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../test/http-harness.ts';
import { freePort } from '../../../test/ports.ts';
import { silentLogger } from '../../model/logger.ts';
import { WatchSet } from './watch-set.ts';
import type { Watch } from './watch.ts';

let agent: HttpHarness;
let hook: Server;
let url: string;
let calls: string[];
let listeners: (() => void)[];
before(async () => {
  agent = await openHttpHarness();
  hook = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end();
    for (const listener of listeners) listener();
  });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  await new Promise<void>((resolve) => hook.listen(port, '127.0.0.1', resolve));
});
after(async () => {
  hook.close().closeAllConnections();
  await agent.close();
});

const stop: { now: AbortController; running: Promise<void> } = {
  now: new AbortController(),
  running: Promise.resolve(),
};
beforeEach(() => {
  [calls, listeners, stop.now] = [[], [], new AbortController()];
});
afterEach(async () => {
  stop.now.abort();
  await stop.running;
});

/** Resolves once there were that many calls; with their paths, in order of names. */
function called(count: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const look = () => calls.length >= count && resolve([...calls].sort());
    listeners.push(look);
    look();
  });
}

function watchOf(key: string, path = `/${key}`): Watch {
  const handler = {
    kind: 'http',
    url: url + path,
    method: 'POST',
    timeoutMs: 10_000,
    headers: {},
    verifiesTls: true,
  } as const;
  return { type: 'key', parameters: { key }, datacenter: '', token: '', stale: false, handler };
}

function open(...watches: Watch[]): WatchSet {
  const set = new WatchSet(watches, { address: () => agent.url, logger: silentLogger });
  stop.running = set.run(stop.now.signal);
  return set;
}

describe('watches', () => {
  test('that come are begun, and those that stay run on', async () => {
    await agent.put('/v1/kv/a', '1');
    await agent.put('/v1/kv/b', '1');
    const set = open(watchOf('a'));
    assert.deepEqual(await called(1), ['/a']);
    await set.set([watchOf('b'), watchOf('a')]);
    assert.deepEqual(await called(2), ['/a', '/b']);
    await agent.put('/v1/kv/a', '2');
    assert.deepEqual(await called(3), ['/a', '/a', '/b']);
  });

  test('that go are ended', async () => {
    await agent.put('/v1/kv/a', '1');
    const set = open(watchOf('a', '/gone'), watchOf('a', '/kept'));
    assert.deepEqual(await called(2), ['/gone', '/kept']);
    await set.set([watchOf('a', '/kept')]);
    await agent.put('/v1/kv/a', '2');
    assert.deepEqual(await called(3), ['/gone', '/kept', '/kept']);
    await set.set([watchOf('a', '/last')]);
    assert.deepEqual(await called(4), ['/gone', '/kept', '/kept', '/last']);
  });

  test('that are the same run as often as they stand there', async () => {
    open(watchOf('a'), watchOf('a'));
    assert.deepEqual(await called(2), ['/a', '/a']);
  });

  test('end with the server, and none begins after', async () => {
    const set = open(watchOf('a'));
    await called(1);
    stop.now.abort();
    await stop.running;
    await set.set([watchOf('b')]);
    await agent.put('/v1/kv/a', '9');
    await agent.put('/v1/kv/b', '9');
    assert.deepEqual(calls, ['/a']);
  });

  test('that have a defect end the server', async () => {
    const set = new WatchSet([watchOf('a')], {
      address: () => {
        throw new Error('nowhere');
      },
      logger: silentLogger,
    });
    await assert.rejects(set.run(stop.now.signal), /nowhere/);
  });
});
