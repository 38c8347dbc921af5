// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, test } from 'node:test';
import { freePort, freePorts } from '../../../test/ports.ts';
import { Door } from './door.ts';

describe('a door', () => {
  test('on several addresses closes as one, with who has not said a word', async () => {
    let left = 2;
    const accepted = Promise.withResolvers<void>();
    const door = new Door(() =>
      createServer(() => {
        left -= 1;
        if (left === 0) accepted.resolve();
      }),
    );
    const ports = await freePorts(2);
    for (const port of ports) assert.equal(await door.listen('127.0.0.1', port), port);
    const sockets = ports.map((port) => connect(port, '127.0.0.1').resume());
    const closed = sockets.map((socket) => once(socket, 'close'));
    await accepted.promise;
    await door.close();
    await Promise.all(closed);
  });

  test('tells why an address cannot be had, and leaves the others alone', async () => {
    const door = new Door(() => createServer());
    const port = await door.listen('127.0.0.1', await freePort());
    await assert.rejects(door.listen('127.0.0.1', port), { code: 'EADDRINUSE' });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
    await door.close();
  });

  test('that was never opened can be closed', () => new Door(() => createServer()).close());
});
