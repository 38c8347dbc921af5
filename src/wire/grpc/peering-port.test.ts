// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connect, type ConnectionOptions, createSecureContext, type TLSSocket } from 'node:tls';
import * as grpc from '@grpc/grpc-js';
import { createBuiltinProvider } from '../../ca/builtin/provider.ts';
import { issueLeaf } from '../../ca/issue-leaf.ts';
import { freePort } from '../../../test/ports.ts';
import { PeeringPort } from './peering-port.ts';
import type { GrpcService } from './service.ts';

const NAME = 'server.dc1.peering.11111111-2222-3333-4444-555555555555.consul';
const HANDSHAKE_TIMEOUT_MS = 150;
const ECHO = '/test.Echo/Say';

const identity = (bytes: Buffer): Buffer => bytes;

const echo: GrpcService = {
  definition: {
    say: {
      path: ECHO,
      requestStream: false,
      responseStream: false,
      requestSerialize: identity,
      requestDeserialize: identity,
      responseSerialize: identity,
      responseDeserialize: identity,
    },
  },
  implementation: {
    say: (call: grpc.ServerUnaryCall<Buffer, Buffer>, reply: grpc.sendUnaryData<Buffer>) =>
      reply(null, call.request),
  },
};

let rootPem = '';
let server: PeeringPort;
let port = 0;

before(async () => {
  const provider = createBuiltinProvider({ now: Date.now, randomBytes });
  const clusterId = '11111111-2222-3333-4444-555555555555';
  const root = await provider.generateRoot({ clusterId, serial: 1 });
  const signer = await provider.openSigner(root);
  const id = { kind: 'server', trustDomain: `${clusterId}.consul`, datacenter: 'dc1' } as const;
  const leaf = await issueLeaf(signer, { id, dnsNames: [NAME] }, { serial: 2 });
  rootPem = root.certPem;
  const context = createSecureContext({ cert: leaf.certPem, key: leaf.privateKeyPem.reveal() });
  server = new PeeringPort({
    service: async () => echo,
    peeringName: () => NAME,
    secureContext: () => context,
    handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
  });
  port = await server.listen('127.0.0.1', await freePort());
});
after(() => server.close());

/** Calls a method under a server name; the reply, or the gRPC status that it failed with. */
async function say(name: string, path: string): Promise<string | grpc.status> {
  const client = new grpc.Client(
    `127.0.0.1:${port}`,
    grpc.credentials.createSsl(Buffer.from(rootPem), null, null, {
      checkServerIdentity: () => undefined,
    }),
    { 'grpc.ssl_target_name_override': name },
  );
  try {
    return await new Promise((resolve) => {
      const options = { deadline: Date.now() + 5_000 };
      const body = Buffer.from('hello');
      client.makeUnaryRequest(path, identity, identity, body, options, (error, reply) =>
        resolve(error === null ? String(reply) : error.code),
      );
    });
  } finally {
    client.close();
  }
}

/** Shakes hands; the socket, or the code of the error. */
async function shake(options: ConnectionOptions): Promise<TLSSocket | string> {
  const socket = connect({ host: '127.0.0.1', port, ca: rootPem, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

async function isClosed(socket: Socket): Promise<true> {
  socket.on('error', () => {});
  socket.resume();
  if (!socket.closed) await once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
  return true;
}

describe('the port for peers', () => {
  test('answers the calls of its service on the peering name', async () => {
    assert.equal(await say(NAME, ECHO), 'hello');
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['another method', NAME, '/test.Echo/Shout'],
    ['what proxies call', NAME, '/envoy.service.discovery.v3.AggregatedDiscoveryService/Delta'],
    ['reflection', NAME, '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'],
    ['its service on another name', 'server.dc1.consul', ECHO],
    ['its service on a longer name', `x.${NAME}`, ECHO],
  ];
  for (const [what, name, path] of refused) {
    test(`does not implement ${what}`, async () => {
      assert.equal(await say(name, path), grpc.status.UNIMPLEMENTED);
    });
  }

  test('shows its certificate whatever the name, so that a dialer can say what is wrong', async () => {
    const socket = await shake({ servername: 'wrong.name', ALPNProtocols: ['h2'] });
    assert.equal(socket, 'ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('refuses who does not say a name', async () => {
    assert.match(String(await shake({ ALPNProtocols: ['h2'] })), /ALERT|ECONNRESET/);
  });

  test('refuses who can only speak HTTP/1.1', async () => {
    const answer = await shake({ servername: NAME, ALPNProtocols: ['http/1.1'] });
    assert.match(String(answer), /ALERT_NO_APPLICATION_PROTOCOL/);
  });

  test('hangs up on who does not say what to speak', async () => {
    const socket = await shake({ servername: NAME });
    assert.ok(typeof socket !== 'string');
    assert.ok(await isClosed(socket));
  });

  test('refuses TLS 1.1', async () => {
    const old = {
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    } as const;
    const answer = await shake({ servername: NAME, ALPNProtocols: ['h2'], ...old });
    assert.match(String(answer), /ALERT_PROTOCOL_VERSION/);
  });

  const strangers: readonly (readonly [string, string | Buffer])[] = [
    ['noise', Buffer.alloc(4_096, 0xa5)],
    ['plaintext HTTP/1.1', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['plaintext HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a record that never ends', Buffer.from([0x16, 3, 1, 0x40, 0])],
    ['nothing at all', ''],
  ];
  for (const [what, bytes] of strangers) {
    test(`cuts off ${what}, and goes on serving`, async () => {
      const socket = connectPlain(port, '127.0.0.1');
      await once(socket, 'connect');
      if (bytes.length > 0) socket.write(bytes);
      assert.ok(await isClosed(socket));
      assert.equal(await say(NAME, ECHO), 'hello');
    });
  }

  test('survives noise behind the handshake', async () => {
    const socket = await shake({ servername: NAME, ALPNProtocols: ['h2'] });
    assert.ok(typeof socket !== 'string');
    socket.write(Buffer.alloc(4_096, 0xa5));
    assert.ok(await isClosed(socket));
    assert.equal(await say(NAME, ECHO), 'hello');
  });
});
