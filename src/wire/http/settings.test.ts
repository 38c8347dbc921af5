// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type HttpHarnessOptions, openHttpHarness } from '../../../test/http-harness.ts';
import type { HttpContext } from './context.ts';
import { defineEndpoint } from './endpoint.ts';
import { HttpServer } from './server.ts';
import { networkFilter, parseNetwork } from './settings.ts';

const endpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/v1/thing/:name',
    permission: { resource: 'none' },
    handle: () => ({ json: 1, index: 7 }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/v1/thing/:name',
    permission: { resource: 'none' },
    handle: () => ({ headers: { 'X-Mine': 'endpoint' } }),
  }),
];

type Case = readonly [method: string, path: string, status: number, text: string | RegExp];

function cases(name: string, settings: HttpHarnessOptions['settings'], list: readonly Case[]) {
  describe(name, () => {
    for (const [method, path, status, text] of list) {
      test(`${method} ${path}: ${status}`, async () => {
        await using server = await openHttpHarness({ endpoints, settings: settings ?? {} });
        const answer = await server.send(method, path);
        assert.equal(answer.status, status);
        if (typeof text === 'string') assert.equal(answer.text, text);
        else assert.match(answer.text, text);
      });
    }
  });
}

const BLOCKED = 'Endpoint is blocked by agent configuration';
cases('with blocked endpoints', { blockedPrefixes: ['/v1/thing/a', '/v1/other'] }, [
  ['GET', '/v1/thing/a', 403, BLOCKED],
  ['GET', '/v1/thing/abc', 403, BLOCKED],
  ['GET', '/v1/thing/%61', 403, BLOCKED],
  ['PATCH', '/v1/thing/a', 403, BLOCKED],
  ['OPTIONS', '/v1/thing/a', 403, BLOCKED],
  ['GET', '/v1/thing/b', 200, '1'],
  ['GET', '/v1/other', 404, /^Invalid URL path/],
]);

cases('where another network may write', { writersFrom: ['10.0.0.0/8'] }, [
  ['GET', '/v1/thing/a', 200, '1'],
  ['OPTIONS', '/v1/thing/a', 200, ''],
  ['PUT', '/v1/thing/a', 403, 'Access is restricted'],
  ['DELETE', '/v1/thing/a', 405, 'method DELETE not allowed'],
]);

cases('where this network may write', { writersFrom: ['10.0.0.0/8', '127.0.0.0/8'] }, [
  ['PUT', '/v1/thing/a', 200, ''],
]);

cases('with a UI', { uiPath: '/see/' }, [
  ['GET', '/', 301, '<a href="/see/">Moved Permanently</a>.\n\n'],
  ['POST', '/', 301, ''],
  ['GET', '/see', 307, '<a href="/see/">Temporary Redirect</a>.\n\n'],
  ['GET', '/see/', 404, /no web UI/],
  ['GET', '/robots.txt', 200, 'User-agent: *\nDisallow: /\n'],
]);

cases('without a UI', { uiPath: undefined }, [
  ['GET', '/', 200, /^Consul Agent: UI disabled\./],
  ['GET', '/ui/', 404, /^Invalid URL path/],
  ['GET', '/robots.txt', 404, /^Invalid URL path/],
  ['GET', '/debug/pprof/heap', 404, ''],
  ['GET', '/debug/pprof', 307, /href="\/debug\/pprof\/"/],
  ['GET', '/api/x', 404, '404 page not found\n'],
]);

describe('headers of an operator', () => {
  const responseHeaders = {
    'Access-Control-Allow-Origin': '*',
    'content-type': 'text/odd',
    vary: 'Origin',
    'X-Mine': 'operator',
  };

  const shown: Record<string, Record<string, string | null>> = {
    'GET /v1/thing/a': {
      'access-control-allow-origin': '*',
      'content-type': 'application/json',
      vary: 'Origin',
      'x-mine': 'operator',
      'x-consul-index': '7',
    },
    'PUT /v1/thing/a': { 'access-control-allow-origin': '*', 'x-mine': 'endpoint' },
    'OPTIONS /v1/thing/a': { 'access-control-allow-origin': '*', allow: 'OPTIONS,GET,PUT' },
    'PATCH /v1/thing/a': { 'access-control-allow-origin': '*', 'x-mine': 'operator' },
    'GET /v1/thing/a?%zz': { 'access-control-allow-origin': '*' },
    'GET /nothing': { 'access-control-allow-origin': '*', 'content-type': 'text/odd' },
    'GET /v1/thing': { 'access-control-allow-origin': null, location: '/v1/thing/' },
    'GET /v1/thing/%01': { 'access-control-allow-origin': null },
  };
  for (const [line, expected] of Object.entries(shown)) {
    test(`are sent with ${line} as far as they should`, async () => {
      await using server = await openHttpHarness({ endpoints, settings: { responseHeaders } });
      const [method = '', path = ''] = line.split(' ');
      const { headers } = await server.send(method, path);
      const names = Object.keys(expected);
      assert.deepEqual(Object.fromEntries(names.map((n) => [n, headers.get(n)])), expected);
    });
  }
});

describe('a network', () => {
  for (const text of ['10.0.0.0/33', '10.0.0/8', '10.0.0.1', 'x/8', '', '::/129']) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(parseNetwork(text), undefined));
  }

  const isIn = networkFilter(['10.0.0.0/8', ' ::1/128 ']);
  const addresses: Record<string, boolean> = {
    '10.255.0.1': true,
    '::ffff:10.0.0.1': true,
    '11.0.0.1': false,
    '::1': true,
    '::2': false,
    '': false,
  };
  for (const [address, expected] of Object.entries(addresses)) {
    test(`of 10/8 and ::1 ${expected ? 'has' : 'lacks'} ${JSON.stringify(address)}`, () => {
      assert.equal(isIn(address), expected);
    });
  }
});

test('a socket of the file system is served like any address', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'socket-'));
  const path = join(folder, 'http.sock');
  const server = new HttpServer({ endpoints, context: {} as HttpContext, onDefect: assert.fail });
  try {
    await server.listen(`unix://${path}`, 0);
    const status = await new Promise((resolve, reject) => {
      const sent = request({ socketPath: path, path: '/v1/thing/a' }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      });
      sent.on('error', reject).end();
    });
    assert.equal(status, 200);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
