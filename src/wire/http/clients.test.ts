// SPDX-License-Identifier: Apache-2.0
// What clients do that are slow, broken, greedy or hostile, and pools that must not notice any of it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../test/http-harness.ts';
import { defineEndpoint } from './endpoint.ts';
import { readJson } from './json.ts';

const written: string[] = [];
const watched = Promise.withResolvers<void>();
let release = Promise.withResolvers<void>();

const endpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/v1/thing',
    permission: { resource: 'none' },
    handle: () => ({ json: written.length }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/v1/thing',
    permission: { resource: 'none' },
    handle: async (request) => {
      const body = await request.body();
      await new Promise(setImmediate);
      written.push(body.toString());
      return { json: true };
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/v1/json',
    permission: { resource: 'none' },
    handle: async (request) => ({ json: await readJson(request) }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/watch',
    permission: { resource: 'none' },
    handle: async ({ signal }) => {
      watched.resolve();
      if (!signal.aborted) await once(signal, 'abort');
      return { json: 'over' };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/wait',
    permission: { resource: 'none' },
    handle: async () => {
      await release.promise;
      return { json: 'waited' };
    },
  }),
];

const arrival = { headersMs: 100, silenceMs: 200, checkedEveryMs: 20 };

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({
    endpoints,
    arrival,
    settings: { maxHeaderBytes: 4_096, maxConnectionsPerClient: 4 },
  });
});
after(() => server.close());

/** What comes back until the server ends the connection. */
async function exchange(text: string): Promise<string> {
  const socket = await open();
  socket.write(text, 'latin1');
  return allOf(socket);
}

async function allOf(socket: Socket): Promise<string> {
  let all = '';
  socket.on('data', (data: Buffer) => (all += data.toString('latin1')));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.on('close', resolve));
  return all;
}

async function open(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

const GET = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const LAST = GET('/v1/thing', 'Connection: close\r\n');

describe('a request that is no good HTTP', () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'without a host',
      'GET /v1/thing HTTP/1.1\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 400 Bad Request: missing required Host header\r\n[^]*\r\n\r\n400 Bad Request: missing required Host header$/,
    ],
    [
      'with a host that can be none',
      'GET /v1/thing HTTP/1.1\r\nHost: a/b\r\n\r\n',
      /^HTTP\/1\.1 400 [^]*\r\n\r\n400 Bad Request: malformed Host header$/,
    ],
    [
      'with two hosts',
      'GET /v1/thing HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n',
      /^HTTP\/1\.1 400 [^]*\r\n\r\n400 Bad Request$/,
    ],
    [
      'of a version that has no such requests',
      'GET /v1/thing HTTP/2.0\r\nHost: x\r\n\r\n',
      /^HTTP\/1\.1 505 HTTP Version Not Supported: unsupported protocol version\r\n/,
    ],
    ...['gzip', 'gzip, chunked', 'identity', 'chunked\r\nTransfer-Encoding: chunked'].map(
      (encoding): [string, string, RegExp] => [
        `in the encoding ${JSON.stringify(encoding)}`,
        `PUT /v1/thing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ${encoding}\r\n\r\n0\r\n\r\n`,
        /^HTTP\/1\.1 501 Not Implemented\r\n[^]*\r\n\r\nUnsupported transfer encoding$/,
      ],
    ),
    [
      'with very many headers is fine',
      GET('/v1/thing', `Connection: close\r\n${'a:\r\n'.repeat(1_500)}`),
      /^HTTP\/1\.1 200 /,
    ],
    ['of HTTP/1.0 needs none', 'GET /v1/thing HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 200 [^]*\d$/],
    [
      'of another protocol',
      '\u0016\u0003\u0001\r\n\r\n',
      /^HTTP\/1\.1 400 [^]*\r\n\r\n400 Bad Request$/,
    ],
    ['of a later version', 'GET /v1/thing HTTP/3.0\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 505 /],
    ['with a header that is none', GET('/v1/thing', 'no header\r\n'), /^HTTP\/1\.1 400 /],
    [
      'with two lengths',
      'PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'with a length and chunks',
      'PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'with a chunk of no length',
      'PUT /v1/thing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'with large headers',
      GET('/v1/thing', `X: ${'x'.repeat(9_000)}\r\n`),
      /^HTTP\/1\.1 431 [^]*\r\n\r\n431 Request Header Fields Too Large$/,
    ],
    [
      'with headers that are a little larger than they may be, as in Go',
      GET('/v1/thing', `Connection: close\r\nX: ${'x'.repeat(5_000)}\r\n`),
      /^HTTP\/1\.1 200 /,
    ],
    ['with a large query', GET(`/v1/thing?${'x'.repeat(9_000)}`), /^HTTP\/1\.1 431 /],
    ['with nothing but a star', 'GET * HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'that expects a teapot',
      GET('/v1/thing', 'Expect: teapot\r\nConnection: close\r\n'),
      /^HTTP\/1\.1 417 /,
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(name, async () => assert.match(await exchange(text), expected));
  }
});

describe('a method that nobody knows', () => {
  for (const method of ['FROBNICATE', 'get', 'CONNECT']) {
    test(`${method} is refused like any other`, async () => {
      const answer = await exchange(`${method} /v1/thing HTTP/1.1\r\nHost: x\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 405 Method Not Allowed\r\n/);
      assert.match(answer, /\r\nAllow: OPTIONS,GET,PUT\r\n/);
      assert.match(answer, new RegExp(`\\r\\n\\r\\nmethod ${method} not allowed$`));
    });
  }

  test('on a path that nobody knows', async () => {
    const answer = await exchange('FROBNICATE /v1/x HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 404 /);
    assert.match(answer, /\r\n\r\nInvalid URL path: not a recognized HTTP API endpoint\n$/);
  });

  test('on a path that is not clean', async () => {
    const answer = await exchange('FROBNICATE /v1//thing?a=b HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 307 [^]*\r\nLocation: \/v1\/thing\?a=b\r\n/);
  });

  test('that is no word is no HTTP', async () => {
    assert.match(await exchange('GE(T / HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1\.1 400 /);
  });
});

describe('a client that is slow', () => {
  test('to send its headers is told so', async () => {
    assert.match(await exchange('GET /v1/thing HTTP/1.1\r\nHost:'), /^HTTP\/1\.1 408 /);
  });

  test('to send a body is let go', async () => {
    const seen = written.length;
    await exchange('PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    assert.equal(written.length, seen);
  });

  test('to send a request at all is as welcome as any idle one', async () => {
    const pooled = await open();
    // This one is cut off at a check that would have found the other, too.
    await exchange('GET /v1/thing HTTP/1.1\r\nHost:');
    await exchange('GET /v1/thing HTTP/1.1\r\nHost:');
    pooled.write(LAST);
    assert.match(await allOf(pooled), /^HTTP\/1\.1 200 OK/);
  });

  test('to ask again keeps its connection', async () => {
    const pooled = await open();
    pooled.write(GET('/v1/thing'));
    await once(pooled, 'data');
    await exchange('GET /v1/thing HTTP/1.1\r\nHost:');
    await exchange('GET /v1/thing HTTP/1.1\r\nHost:');
    pooled.write(LAST);
    assert.match(await allOf(pooled), /^HTTP\/1\.1 200 OK/);
  });
});

describe('a client that does not wait for answers', () => {
  const put = (body: string) =>
    `PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  test('reads its own writes', async () => {
    written.length = 0;
    const answers = await exchange(put('a') + put('bb') + LAST);
    assert.deepEqual(written, ['a', 'bb']);
    assert.match(answers, /\r\n\r\n2$/);
  });

  test('has no more than one request served, and is not read without end', async () => {
    release = Promise.withResolvers();
    written.length = 0;
    const socket = await open();
    socket.write(GET('/v1/wait'));
    const many = put('x').repeat(20_000);
    socket.write(many);
    // What the system holds for it is full, and it is still not all.
    while (socket.writableLength === many.length) await new Promise(setImmediate);
    assert.equal(written.length, 0);
    release.resolve();
    socket.write(LAST);
    const answers = await allOf(socket);
    assert.equal(written.length, 20_000);
    assert.match(answers, /\r\n\r\n20000$/);
  });
});

describe('a client that says that it sends no more', () => {
  async function exchangeAndEnd(text: string): Promise<string> {
    const socket = await open();
    socket.end(text, 'latin1');
    return allOf(socket);
  }

  test('is answered all the same', async () => {
    const put = 'PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na';
    assert.match(await exchangeAndEnd(put), /^HTTP\/1\.1 200 OK[^]*true$/);
    assert.match(await exchangeAndEnd(put + GET('/v1/thing')), /true[^]*HTTP\/1\.1 200 OK[^]*\d$/);
  });

  test('waits for nothing any more', async () => {
    assert.match(await exchangeAndEnd(GET('/v1/watch')), /"over"$/);
    const socket = await open();
    socket.write(GET('/v1/watch'));
    await watched.promise;
    socket.end();
    assert.match(await allOf(socket), /"over"$/);
  });

  test('in the middle of a body is told so', async () => {
    const broken = 'PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na';
    assert.match(await exchangeAndEnd(broken), /^HTTP\/1\.1 500 [^]*\r\n\r\nunexpected EOF$/);
    const chunked =
      'PUT /v1/thing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n';
    assert.match(await exchangeAndEnd(chunked), /^HTTP\/1\.1 500 [^]*\r\n\r\nunexpected EOF$/);
  });

  const json: readonly [name: string, body: string, answer: RegExp][] = [
    ['of a value that has come', '{"a":1}', /^HTTP\/1\.1 200 [^]*\r\n\r\n\{"a":1\}$/],
    ['of one that has not', '{"a":', /^HTTP\/1\.1 400 [^]*Request decode failed: unexpected EOF$/],
    ['of what is none', '{a', /^HTTP\/1\.1 400 [^]*failed: invalid character 'a' looking for /],
    ['of nothing', '', /^HTTP\/1\.1 400 [^]*Request decode failed: unexpected EOF$/],
  ];
  for (const [name, body, answer] of json) {
    test(`in the middle of JSON, ${name}, is answered as Consul does`, async () => {
      const head = 'PUT /v1/json HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n';
      assert.match(await exchangeAndEnd(head + body), answer);
    });
  }

  test('is told of a method that nobody knows after what it asked before', async () => {
    const unknown = 'FROB /v1/thing HTTP/1.1\r\nHost: x\r\n\r\n';
    const answers = await exchangeAndEnd(GET('/v1/thing') + unknown);
    assert.match(answers, /^HTTP\/1\.1 200 OK[^]*\dHTTP\/1\.1 405 [^]*method FROB not allowed$/);
  });

  test('after something that is no request is answered what it asked before', async () => {
    const answers = await exchangeAndEnd(`${GET('/v1/thing')}${GET('/v1/thing')}x`);
    assert.match(answers, /^HTTP\/1\.1 200 OK[^]*\dHTTP\/1\.1 200 OK[^]*\dHTTP\/1\.1 400 /);
  });
});

describe('a client that is refused', () => {
  test('keeps its connection when it has sent all', async () => {
    const body = 'x'.repeat(9_000_000);
    const head = `PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
    const answers = await exchange(head + body + LAST);
    assert.match(answers, /^HTTP\/1\.1 413 [^]*HTTP\/1\.1 200 OK/);
  });

  test('is cut off when it sends for ever', async () => {
    const socket = await open();
    const answers = allOf(socket);
    socket.write('PUT /v1/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n');
    const part = Buffer.alloc(1_000_000);
    while (!socket.destroyed) {
      if (!socket.write(part)) {
        await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
      }
    }
    assert.match(await answers, /^HTTP\/1\.1 413 /);
  });
});

describe('a client with too many connections', () => {
  test('is told so, and welcome again when one has ended', async () => {
    const held = await Promise.all([open(), open(), open(), open()]);
    const answer = await exchange(LAST);
    assert.match(answer, /^HTTP\/1\.1 429 Too Many Requests\r\n/);
    assert.match(answer, /\r\n\r\nYour IP is issuing too many concurrent connections, /);
    for (const socket of held) {
      socket.write(LAST);
      assert.match(await allOf(socket), /^HTTP\/1\.1 200 OK/);
    }
    assert.match(await exchange(LAST), /^HTTP\/1\.1 200 OK/);
  });
});
