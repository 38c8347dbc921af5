// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttp2, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { freePort } from '../../../test/ports.ts';
import type { CheckResult } from '../../model/agent/check-running.ts';
import { grpcProbe } from './grpc.ts';
import { h2pingProbe } from './h2ping.ts';
import { httpProbe } from './http.ts';
import type { Probe } from './probe-loop.ts';
import { tcpProbe } from './tcp.ts';
import { udpProbe } from './udp.ts';

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

const run = (probe: Probe): Promise<CheckResult> => probe(new AbortController().signal);

/** Listens on a free port until the test ends. */
async function listen(server: Server | Http2Server): Promise<number> {
  server.listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  endings.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe('a TCP check', () => {
  test('passes when something listens', async () => {
    const address = `127.0.0.1:${await listen(createServer((socket) => socket.destroy()))}`;
    assert.deepEqual(await run(tcpProbe({ TCP: address })), {
      status: 'passing',
      output: `TCP connect ${address}: Success`,
    });
  });

  test('fails when nothing does', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    assert.deepEqual(await run(tcpProbe({ TCP: address })), {
      status: 'critical',
      output: `dial tcp ${address}: connect: connection refused`,
    });
  });

  test('with TLS fails when no TLS is spoken', async () => {
    const address = `127.0.0.1:${await listen(createServer((socket) => socket.end('hello')))}`;
    const result = await run(tcpProbe({ TCP: address, TCPUseTLS: true, TLSSkipVerify: true }));
    assert.equal(result.status, 'critical');
  });

  test('of an address without a port fails', async () => {
    const { status } = await run(tcpProbe({ TCP: '127.0.0.1' }));
    assert.equal(status, 'critical');
  });
});

describe('an HTTP check', () => {
  const serve = async (listener: RequestListener): Promise<string> =>
    `http://127.0.0.1:${await listen(createHttp(listener))}`;

  const cases: readonly [code: number, status: string, reason: string][] = [
    [200, 'passing', 'OK'],
    [204, 'passing', 'No Content'],
    [429, 'warning', 'Too Many Requests'],
    [404, 'critical', 'Not Found'],
    [503, 'critical', 'Service Unavailable'],
  ];
  for (const [code, status, reason] of cases) {
    test(`is ${status} on ${code}`, async () => {
      const url = await serve((_request, response) => {
        response.writeHead(code);
        response.end(code === 204 ? undefined : 'words');
      });
      const words = code === 204 ? '' : 'words';
      const output = `HTTP GET ${url}: ${code} ${reason} Output: ${words}`;
      assert.deepEqual(await run(httpProbe({ HTTP: url })), { status, output });
    });
  }

  test('sends the method, the headers and the body that it is told', async () => {
    let seen = '';
    const url = await serve((request, response) => {
      const { host, 'x-a': a, 'user-agent': agent } = request.headers;
      request.on('data', (chunk: Buffer) => (seen += String(chunk)));
      request.on('end', () => {
        seen = `${request.method} ${host} ${String(a)} ${agent} ${seen}`;
        response.end();
      });
    });
    const Header = { 'X-A': ['1'], Host: ['check.test'] };
    await run(httpProbe({ HTTP: url, Method: 'POST', Header, Body: 'ping' }));
    assert.equal(seen, 'POST check.test 1 Consul Health Check ping');
  });

  test('names headers as it is told, and leaves to the request what follows from it', async () => {
    let seen: string[] = [];
    const url = await serve((request, response) => {
      seen = request.rawHeaders.slice(0, -4);
      response.end();
    });
    const Header = {
      'x-Odd': ['é', 'b'],
      'User-Agent': [''],
      'Content-Length': ['5'],
      'Transfer-Encoding': ['chunked'],
      Connection: ['keep-alive'],
    };
    await run(httpProbe({ HTTP: url, Header }));
    const utf8 = Buffer.from('é').toString('latin1');
    const pairs = seen.flatMap((_, i) => (i % 2 === 0 ? [seen.slice(i, i + 2)] : []));
    assert.deepEqual(pairs, [
      ['x-Odd', utf8],
      ['x-Odd', 'b'],
      ['User-Agent', 'Consul Health Check'],
      ['Accept', 'text/plain, text/*, */*'],
    ]);
  });

  test('follows redirects, unless told not to', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/' ? 302 : 200, { location: '/there' });
      response.end();
    });
    assert.equal((await run(httpProbe({ HTTP: url }))).status, 'passing');
    const stays = await run(httpProbe({ HTTP: url, DisableRedirects: true }));
    assert.equal(stays.status, 'critical');
  });

  test('gives up on redirects that go round', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: '/' });
      response.end();
    });
    const { output } = await run(httpProbe({ HTTP: url }));
    assert.match(output, /stopped after 10 redirects$/);
  });

  test('keeps the end of a long body', async () => {
    const url = await serve((_request, response) => response.end(`${'a'.repeat(50_000)}end`));
    const { output } = await run(httpProbe({ HTTP: url }));
    assert.ok(output.endsWith('aaaend'));
    assert.ok(output.length < 4_300);
  });

  test('fails when nothing listens, and when no answer comes in time', async () => {
    const port = await freePort();
    assert.deepEqual(await run(httpProbe({ HTTP: `http://127.0.0.1:${port}/` })), {
      status: 'critical',
      output: `Get "http://127.0.0.1:${port}/": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    });
    const url = await serve(() => {});
    const { output } = await run(httpProbe({ HTTP: url, Timeout: 50 }));
    assert.match(output, /context deadline exceeded/);
  });
});

describe('a check over HTTP/2', () => {
  /** A gRPC server whose health answer is `status`, for the service 'web' alone. */
  async function serveHealth(status: number): Promise<string> {
    const server = createHttp2();
    server.on('stream', (stream: ServerHttp2Stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const name = Buffer.concat(chunks).subarray(7).toString();
        const code = name === 'web' ? '0' : '5';
        stream.respond({ ':status': 200 }, { waitForTrailers: true });
        stream.on('wantTrailers', () => {
          stream.sendTrailers({ 'grpc-status': code, 'grpc-message': 'unknown%20service' });
        });
        stream.end(code === '0' ? Buffer.from([0, 0, 0, 0, 2, 8, status]) : undefined);
      });
    });
    return `127.0.0.1:${await listen(server)}`;
  }

  test('asks the health of a gRPC service', async () => {
    const target = `${await serveHealth(1)}/web`;
    assert.deepEqual(await run(grpcProbe({ GRPC: target })), {
      status: 'passing',
      output: `gRPC check ${target}: success`,
    });
  });

  test('fails when the service says that it does not serve', async () => {
    const target = `${await serveHealth(2)}/web`;
    assert.deepEqual(await run(grpcProbe({ GRPC: target })), {
      status: 'critical',
      output: `gRPC ${target} serving status: NOT_SERVING`,
    });
  });

  test('fails with what the server says of a service that it does not know', async () => {
    const { output } = await run(grpcProbe({ GRPC: await serveHealth(1) }));
    assert.equal(output, 'rpc error: code = NotFound desc = unknown service');
  });

  test('fails when nothing listens', async () => {
    const { status } = await run(grpcProbe({ GRPC: `127.0.0.1:${await freePort()}` }));
    assert.equal(status, 'critical');
  });

  test('is content with a ping', async () => {
    const address = `127.0.0.1:${await listen(createHttp2())}`;
    const type = { H2PING: address, H2PingUseTLS: false };
    const output = 'HTTP2 ping was successful';
    assert.deepEqual(await run(h2pingProbe(type)), { status: 'passing', output });
  });

  test('does not take what speaks no HTTP/2 for an answer', async () => {
    const address = `127.0.0.1:${await listen(createServer((socket) => socket.end('hello\n')))}`;
    const { status } = await run(h2pingProbe({ H2PING: address, H2PingUseTLS: false }));
    assert.equal(status, 'critical');
  });
});

describe('a UDP check', () => {
  test('passes when nobody objects', async () => {
    const socket = createSocket('udp4');
    endings.push(() => socket.close());
    socket.bind(await freePort(), '127.0.0.1');
    await once(socket, 'listening');
    const address = `127.0.0.1:${socket.address().port}`;
    assert.deepEqual(await run(udpProbe({ UDP: address, Timeout: 20 })), {
      status: 'passing',
      output: `UDP connect ${address}: Success`,
    });
  });

  test('fails when the port is closed', async () => {
    const { status } = await run(udpProbe({ UDP: `127.0.0.1:${await freePort()}` }));
    assert.equal(status, 'critical');
  });
});
