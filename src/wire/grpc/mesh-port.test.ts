// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import * as grpc from '@grpc/grpc-js';
import { freePort } from '../../../test/ports.ts';
import { MeshPort } from './mesh-port.ts';
import type { GrpcService } from './service.ts';

const identity = (bytes: Buffer): Buffer => bytes;

const counting: GrpcService = {
  definition: {
    count: {
      path: '/test.Counting/Count',
      requestStream: true,
      responseStream: true,
      requestSerialize: identity,
      requestDeserialize: identity,
      responseSerialize: identity,
      responseDeserialize: identity,
    },
  },
  implementation: {
    count: (stream: grpc.ServerDuplexStream<Buffer, Buffer>) => {
      stream.on('error', () => {});
      stream.on('data', (bytes: Buffer) => stream.write(Buffer.from(String(bytes.length))));
    },
  },
};

/** Resolves when nothing more comes of it. */
async function cancel(stream: grpc.ClientDuplexStream<Buffer, Buffer>): Promise<void> {
  const ended = new Promise((resolve) => stream.on('status', resolve));
  stream.cancel();
  await ended;
}

describe('the plaintext port for proxies', () => {
  const server = new MeshPort([counting]);
  let port = 0;
  before(async () => (port = await server.listen('127.0.0.1', await freePort())));
  after(() => server.close());

  const open = () => {
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const path = '/test.Counting/Count';
    const stream = client.makeBidiStreamRequest<Buffer, Buffer>(path, identity, identity);
    stream.on('error', () => {});
    return { client, stream };
  };

  test('carries streams, with messages larger than the default of gRPC', async () => {
    const { client, stream } = open();
    const size = 5 * 1024 * 1024;
    stream.write(Buffer.alloc(size));
    const [answer] = (await once(stream, 'data')) as [Buffer];
    assert.equal(String(answer), String(size));
    await cancel(stream);
    client.close();
  });

  test('survives noise', async () => {
    const socket = connect(port, '127.0.0.1').resume();
    const closed = once(socket, 'close').catch(() => {});
    socket.write(Buffer.alloc(4_096, 0xa5));
    await closed;
    const { client, stream } = open();
    stream.write(Buffer.from('abc'));
    const [answer] = (await once(stream, 'data')) as [Buffer];
    assert.equal(String(answer), '3');
    await cancel(stream);
    client.close();
  });

  test('ends streams and mute connections when it closes', async () => {
    const { client, stream } = open();
    stream.write(Buffer.from('abc'));
    await once(stream, 'data');
    const ended = new Promise((resolve) => stream.on('status', resolve));
    const socket = connect(port, '127.0.0.1').resume();
    const closed = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));
    await once(socket, 'connect');
    await server.close();
    await Promise.all([ended, closed]);
    client.close();
  });
});
