// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type HttpHarness, openHttpHarness } from '../../../test/http-harness.ts';
import { defineEndpoint } from './endpoint.ts';
import { readJson } from './json.ts';

const large = { text: 'x'.repeat(5_000) };

const endpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/v1/thing/:name',
    permission: { resource: 'none' },
    handle: ({ params }) => ({ json: params, index: 7, consistency: 'leader' }),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/v1/thing/:name',
    permission: { resource: 'none' },
    handle: () => ({}),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/v1/body',
    permission: { resource: 'none' },
    handle: async (request) => ({ json: await readJson(request) }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/large',
    permission: { resource: 'none' },
    handle: () => ({ json: large }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/missing',
    permission: { resource: 'none' },
    handle: () => ({ status: 404, index: 3 }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/v1/count',
    permission: { resource: 'none' },
    handle: async (request) => {
      let size = 0;
      for await (const part of request.stream()) size += part.length;
      return { json: size };
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/v1/value',
    permission: { resource: 'none' },
    handle: async (request) => {
      const tooLarge = (declared?: number) => `${declared ?? 'it'} is more than 10`;
      return { json: (await request.body({ maxBytes: 10, tooLarge })).length };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/v1/follow',
    permission: { resource: 'none' },
    handle: () => ({ stream: endless() }),
  }),
];

const follow = { parts: 0, ended: Promise.withResolvers<void>() };

async function* endless(): AsyncGenerator<Buffer> {
  const part = Buffer.alloc(64 * 1024);
  try {
    for (;;) {
      follow.parts += 1;
      yield part;
    }
  } finally {
    follow.ended.resolve();
  }
}

let server: HttpHarness;
before(async () => (server = await openHttpHarness({ endpoints })));
after(() => server.close());

describe('an answer', () => {
  test('from a view says where it stands', async () => {
    const { status, headers, json } = await server.get('/v1/thing/a');
    assert.equal(status, 200);
    assert.deepEqual(json, { name: 'a' });
    const shown = [...headers].filter(([name]) => name.startsWith('x-consul') || name === 'vary');
    assert.deepEqual(Object.fromEntries(shown), {
      vary: 'Accept-Encoding',
      'x-consul-default-acl-policy': 'allow',
      'x-consul-effective-consistency': 'leader',
      'x-consul-index': '7',
      'x-consul-knownleader': 'true',
      'x-consul-lastcontact': '0',
      'x-consul-query-backend': 'blocking-query',
    });
  });

  test('without a body calls itself JSON', async () => {
    const { text, headers } = await server.send('DELETE', '/v1/thing/a');
    assert.equal(text, '');
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  });

  test('"not found" without a body has no type', async () => {
    const { status, headers, index } = await server.get('/v1/missing');
    assert.deepEqual([status, headers.get('content-type'), index], [404, null, 3]);
  });

  test('is indented when asked for, whatever the value', async () => {
    const { text } = await server.get('/v1/thing/a?pretty=false');
    assert.equal(text, '{\n    "name": "a"\n}\n');
  });

  test('is compressed when it is large and the client can take it', async () => {
    const { headers, json } = await server.get('/v1/large');
    assert.equal(headers.get('content-encoding'), 'gzip');
    assert.deepEqual(json, large);
    const plain = await server.send('GET', '/v1/large', undefined, {
      'accept-encoding': 'identity',
    });
    assert.equal(plain.headers.get('content-encoding'), null);
  });
});

describe('a path', () => {
  const cases: readonly [string, string, string, number, string, Record<string, string>?][] = [
    [
      'unknown below /v1',
      'GET',
      '/v1/nothing',
      404,
      'Invalid URL path: not a recognized HTTP API endpoint\n',
    ],
    [
      'unknown elsewhere',
      'GET',
      '/nothing',
      404,
      "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n",
    ],
    [
      'of the root leads to the UI',
      'GET',
      '/',
      301,
      '<a href="/ui/">Moved Permanently</a>.\n\n',
      { location: '/ui/' },
    ],
    [
      'without its slash is completed',
      'GET',
      '/v1/thing?a=1',
      307,
      '<a href="/v1/thing/?a=1">Temporary Redirect</a>.\n\n',
      { location: '/v1/thing/?a=1' },
    ],
    ['with two slashes is cleaned', 'DELETE', '/v1//thing/x', 307, '', { location: '/v1/thing/x' }],
    ['with what cannot be printed is refused', 'GET', '/v1/thing/%01', 400, ''],
    ['with bytes that are no text', 'GET', '/v1/thing/%ff', 200, '{"name":"\ufffd"}'],
    ['with a broken escape is refused', 'GET', '/v1/thing/%zz', 400, '400 Bad Request'],
    ['with a parameter that holds slashes', 'GET', '/v1/thing/a/b%20c', 200, '{"name":"a/b c"}'],
    ['with an empty parameter', 'GET', '/v1/thing/', 200, '{"name":""}'],
    ['with a query that cannot be decoded', 'GET', '/v1/thing/a?%zz', 500, ''],
    ['with a semicolon in its query', 'GET', '/v1/thing/a?b;c', 500, ''],
  ];
  for (const [name, method, target, status, text, headers = {}] of cases) {
    test(name, async () => {
      const answer = await server.send(method, target);
      assert.equal(answer.status, status);
      assert.equal(answer.text, text);
      for (const [header, value] of Object.entries(headers)) {
        assert.equal(answer.headers.get(header), value);
      }
    });
  }
});

describe('another method', () => {
  test('is refused with those that there are', async () => {
    const { status, text, headers } = await server.send('PATCH', '/v1/thing/a');
    assert.equal(status, 405);
    assert.equal(text, 'method PATCH not allowed');
    assert.equal(headers.get('allow'), 'OPTIONS,GET,DELETE');
  });

  test('HEAD is no exception', async () => {
    assert.equal((await server.send('HEAD', '/v1/thing/a')).status, 405);
  });

  test('OPTIONS tells them', async () => {
    const { status, headers } = await server.send('OPTIONS', '/v1/thing/a');
    assert.deepEqual([status, headers.get('allow')], [200, 'OPTIONS,GET,DELETE']);
  });
});

describe('a body', () => {
  const cases: readonly [string, string, number, string][] = [
    ['that is JSON', '{"a":[1]}', 200, '{"a":[1]}'],
    ['with something after the JSON', '{"a":1} trailing', 200, '{"a":1}'],
    ['that is empty', '', 400, 'Request decode failed: EOF'],
    ['that breaks off', '{"a":', 400, 'Request decode failed: unexpected EOF'],
    ['that breaks off in a word', '{"a":tr', 400, 'Request decode failed: unexpected EOF'],
    ['that breaks off in a number', '{"a":-', 400, 'Request decode failed: unexpected EOF'],
    [
      'that is no JSON',
      '{not json',
      400,
      "Request decode failed: invalid character 'n' looking for beginning of object key string",
    ],
  ];
  for (const [name, body, status, text] of cases) {
    test(name, async () => {
      const answer = await server.put('/v1/body', body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }

  test('that is too large is refused before it has arrived', async () => {
    const answer = await raw(
      'PUT /v1/body HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.match(answer, /Request body too large, max size: 8388608 bytes$/);
  });

  test('that has a smaller limit is refused with the words of its endpoint', async () => {
    const { status, text } = await server.put('/v1/value', 'x'.repeat(11));
    assert.deepEqual([status, text], [413, '11 is more than 10']);
    assert.equal((await server.put('/v1/value', 'x'.repeat(10))).json, 10);
  });

  test('that does not say how large it is is counted', async () => {
    const chunks = `${'6\r\nabcdef\r\n'.repeat(2)}0\r\n\r\n`;
    const answer = await raw(
      `PUT /v1/value HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    );
    assert.match(answer, /^HTTP\/1\.1 413 [^]*\r\n\r\nit is more than 10$/);
  });

  test('can be read as it comes, however large', async () => {
    assert.equal((await server.put('/v1/count', 'x'.repeat(20_000_000))).json, 20_000_000);
  });
});

describe('a streamed answer', () => {
  test('is made no faster than its reader reads, and ends when the reader goes', async () => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write('GET /v1/follow HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    const [head] = (await once(socket, 'data')) as [Buffer];
    assert.match(head.toString('latin1'), /^HTTP\/1\.1 200 OK\r\n/);
    socket.pause();
    let parts = 0;
    while (parts !== follow.parts) {
      parts = follow.parts;
      await setTimeout(20);
    }
    assert.ok(parts < 2_000, `${parts} parts of 64 KiB were made for nobody`);
    socket.destroy();
    await follow.ended.promise;
  });
});

/** The first bytes that come back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', reject);
  });
}
