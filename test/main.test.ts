// SPDX-License-Identifier: Apache-2.0
// The program as a process: what reaches it from outside, and what of it reaches others.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { buffer, text } from 'node:stream/consumers';
import { Reply, scriptedAgent } from './cli-harness.ts';
import { LockServer } from './lock-server.ts';
import { freePort } from './ports.ts';

const CAUSEWAY = join(dirname(import.meta.dirname), 'bin', 'causeway');

describe('the program', () => {
  const agent = scriptedAgent();
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  function start(argv: readonly string[], environment: Record<string, string> = {}) {
    const started = spawn(CAUSEWAY, argv, { env: { ...process.env, ...environment } });
    child = started;
    return started;
  }

  test('reads its standard input, prints what was answered, and exits with its code', async () => {
    agent.play({ 'PUT /v1/config': new Reply(500, 'no') });
    const running = start(['config', 'write', '-'], { CONSUL_HTTP_ADDR: agent.address });
    running.stdin.end('Kind = "mesh"');
    const [out, err, [code]] = await Promise.all([
      text(running.stdout),
      text(running.stderr),
      once(running, 'exit'),
    ]);
    assert.equal(out, '');
    assert.equal(err, 'Error writing config entry mesh/mesh: Unexpected response code: 500 (no)\n');
    assert.equal(code, 1);
    assert.deepEqual(agent.lines, ['PUT /v1/config {"Kind":"mesh"}']);
  });

  test('reads configuration files as an agent would', async () => {
    const running = start(['validate', '/nowhere.json']);
    const [err, [code]] = await Promise.all([text(running.stderr), once(running, 'exit')]);
    const reason =
      'config: Open failed on /nowhere.json. open /nowhere.json: no such file or directory';
    assert.equal(err, `Config validation failed: ${reason}\n`);
    assert.equal(code, 1);
  });

  test('passes bytes through as they are', async () => {
    const Value = Buffer.from([0xff, 0, 0xfe]).toString('base64');
    agent.play({ 'GET /v1/kv/a': [{ Key: 'a', Flags: 0, Value }] });
    const running = start(['kv', 'get', 'a'], { CONSUL_HTTP_ADDR: agent.address });
    const [out] = await Promise.all([buffer(running.stdout), once(running, 'exit')]);
    assert.deepEqual(out, Buffer.from([0xff, 0, 0xfe, 0x0a]));
  });

  for (const [line, offered] of Object.entries({
    'causeway snapshot s': 'save\n',
    'causeway agent -server -config-f': '-config-file\n-config-format\n',
  })) {
    test(`offers a shell what '${line}' may become`, async () => {
      const running = start([], { COMP_LINE: line });
      const [out] = await Promise.all([text(running.stdout), once(running, 'exit')]);
      assert.equal(out, offered);
    });
  }

  test('gives a lock back at Ctrl-C', async () => {
    const locks = new LockServer();
    await locks.listen();
    const running = start(['lock', 'a', 'echo started; sleep 60'], {
      CONSUL_HTTP_ADDR: locks.address,
    });
    await once(running.stdout, 'data');
    running.kill('SIGINT');
    assert.deepEqual(await once(running, 'exit'), [0, null]);
    assert.equal(locks.pairs.size, 0);
    await locks.close();
  });

  test('says nothing to who has stopped listening', async () => {
    const running = start(['--help']);
    running.stdout.destroy();
    const [err, [code]] = await Promise.all([text(running.stderr), once(running, 'exit')]);
    assert.deepEqual({ err, code }, { err: '', code: 0 });
  });

  test('ends at Ctrl-C, also while it waits for an answer', async () => {
    const silent = createServer();
    const asked = once(silent, 'request');
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    const running = start(['members'], { CONSUL_HTTP_ADDR: `127.0.0.1:${port}` });
    const ended = once(running, 'exit');
    await asked;
    running.kill('SIGINT');
    assert.deepEqual(await ended, [null, 'SIGINT']);
    silent.closeAllConnections();
    silent.close();
  });
});
