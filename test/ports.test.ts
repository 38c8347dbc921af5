// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { freePort, freePorts } from './ports.ts';

describe('free ports', () => {
  test('a port lies between 10000 and 32767 and can be listened on', async () => {
    const port = await freePort();
    assert.ok(port >= 10_000 && port <= 32_767, `${port}`);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  });

  test('no port is handed out twice in one process, also when asked at once', async () => {
    const ports = await freePorts(200);
    assert.equal(new Set([...ports, await freePort()]).size, 201);
  });
});
