// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { Reply, scriptedAgent } from '../../test/cli-harness.ts';
import { freePort } from '../../test/ports.ts';
import { createBuiltinProvider } from '../ca/builtin/provider.ts';
import { issueLeaf } from '../ca/issue-leaf.ts';
import { Client, ResponseError } from './client.ts';
import type { ClientOptions } from './options.ts';

function clientTo(address: string, options: Partial<ClientOptions> = {}): Client {
  return new Client({ address, token: '', tls: { verify: true }, ...options });
}

describe('a client', () => {
  const agent = scriptedAgent();

  test('sends what everybody needs with every request', async () => {
    agent.play({ 'PUT /v1/x?a=1&b=2&b=3&dc=dc2&ns=web&partition=team': true });
    const client = clientTo(agent.address, {
      token: 'secret',
      datacenter: 'dc2',
      namespace: 'web',
      partition: 'team',
      stale: true,
      auth: { user: 'ann', password: 'p' },
    });
    const query = { a: '1', b: ['2', '3'], c: undefined };
    assert.equal(await client.json({ method: 'PUT', path: '/v1/x', query, body: {} }), true);
    const headers = agent.requests[0]?.headers;
    assert.equal(headers?.['x-consul-token'], 'secret');
    assert.equal(headers?.authorization, `Basic ${Buffer.from('ann:p').toString('base64')}`);
    client.close();
  });

  test('takes any state for a read only', async () => {
    agent.play({ 'GET /v1/x?stale=': 1, 'DELETE /v1/x': 2 });
    const client = clientTo(agent.address, { stale: true });
    assert.equal(await client.json({ path: '/v1/x' }), 1);
    assert.equal(await client.json({ method: 'DELETE', path: '/v1/x' }), 2);
    client.close();
  });

  test('reaches an agent behind a path', async () => {
    agent.play({ 'GET /consul/v1/x': 1 });
    const client = clientTo(`http://${agent.address}/consul/`);
    assert.equal(await client.json({ path: '/v1/x' }), 1);
    client.close();
  });

  test('asks for a path as it stands, with its dots', async () => {
    agent.play({ 'GET /v1/kv/a/../b/./c?raw=': 1 });
    const client = clientTo(agent.address);
    assert.equal(await client.json({ path: '/v1/kv/a/../b/./c', query: { raw: '' } }), 1);
    client.close();
  });

  test('hands an answer on while it comes', async () => {
    agent.play({ 'GET /v1/x': new Reply(200, 'one\ntwo'), 'GET /v1/y': new Reply(500, 'no') });
    const client = clientTo(agent.address);
    const { body } = await client.stream({ path: '/v1/x' });
    assert.equal(await text(body), 'one\ntwo');
    await assert.rejects(client.stream({ path: '/v1/y' }), ResponseError);
    client.close();
  });

  test('sends bytes and streams as they are', async () => {
    agent.play({ 'PUT /v1/x': true });
    const client = clientTo(agent.address);
    for (const body of [Buffer.from('bytes'), Readable.from(['by', 'tes'])]) {
      await client.send({ method: 'PUT', path: '/v1/x', body });
    }
    assert.deepEqual(agent.lines, ['PUT /v1/x bytes', 'PUT /v1/x bytes']);
    client.close();
  });

  test('says why a body could not be read', async () => {
    agent.play({ 'PUT /v1/x': true });
    const client = clientTo(agent.address);
    const body = createReadStream('/nowhere');
    await assert.rejects(client.send({ method: 'PUT', path: '/v1/x', body }), /ENOENT/);
    client.close();
  });

  test('gives a request up when it is told to', async () => {
    const client = clientTo(agent.address);
    const signal = AbortSignal.abort();
    await assert.rejects(client.send({ path: '/v1/x', signal }), /aborted/);
    client.close();
  });

  test('keeps the text of numbers', async () => {
    agent.play({ 'GET /v1/x': new Reply(200, '{"Hash":17534602435248341597}') });
    const client = clientTo(agent.address);
    assert.equal(await client.jsonText({ path: '/v1/x' }), '{"Hash":17534602435248341597}');
    client.close();
  });

  test('tells a refusal with its status and text, and a 404 from it on request', async () => {
    agent.play({ 'GET /v1/x': new Reply(500, 'broken\n') });
    const client = clientTo(agent.address);
    await assert.rejects(client.json({ path: '/v1/x' }), (error) => {
      return error instanceof ResponseError && error.status === 500;
    });
    await assert.rejects(client.json({ path: '/v1/x' }), {
      message: 'Unexpected response code: 500 (broken)',
    });
    assert.equal(await client.find({ path: '/v1/y' }), undefined);
    await assert.rejects(client.find({ path: '/v1/x' }), ResponseError);
    client.close();
  });

  test('says so when somebody else answers', async () => {
    agent.play({ 'GET /v1/x': new Reply(200, '<html>') });
    const client = clientTo(agent.address);
    await assert.rejects(client.json({ path: '/v1/x' }), {
      message: 'the answer to GET /v1/x is not JSON; is this the HTTP port of an agent?',
    });
    client.close();
  });

  test('says so when TLS meets none', async () => {
    const client = clientTo(`https://${agent.address}`);
    await assert.rejects(client.json({ path: '/v1/x' }), {
      message: `Get "https://${agent.address}/v1/x": http: server gave HTTP response to HTTPS client`,
    });
    client.close();
  });
});

describe('a client that reaches nobody says where and why:', () => {
  const cases: Record<string, (port: number) => [address: string, message: string]> = {
    'a closed port': (port) => [
      `127.0.0.1:${port}`,
      `Get "http://127.0.0.1:${port}/v1/x": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    ],
    'a name with several addresses': (port) => [
      `localhost:${port}`,
      `Get "http://localhost:${port}/v1/x": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    ],
    'a socket that is not there': () => [
      'unix:///nowhere.sock',
      'Get "unix:///nowhere.sock/v1/x": dial unix /nowhere.sock: connect: no such file or directory',
    ],
  };
  for (const [name, expected] of Object.entries(cases)) {
    test(name, async () => {
      const [address, message] = expected(await freePort());
      await assert.rejects(clientTo(address).json({ path: '/v1/x' }), { message });
    });
  }
});

describe('a client over a socket', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'client-'))));
  after(() => rmSync(folder, { recursive: true }));

  test('talks HTTP', async () => {
    const path = join(folder, 'http.sock');
    const server = createServer((request, response) => response.end(`"${request.url}"`));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const client = clientTo(`unix://${path}`);
    assert.equal(client.host, 'localhost');
    assert.equal(await client.json({ path: '/v1/x' }), '/v1/x');
    client.close();
    server.close();
  });
});

describe('a client over TLS', () => {
  interface Pair {
    readonly cert: string;
    readonly key: string;
  }
  let ca: string;
  let leaf: Pair;
  let address: string;
  let close: () => void;

  before(async () => {
    const provider = createBuiltinProvider({ now: Date.now, randomBytes });
    const clusterId = '11111111-2222-3333-4444-555555555555';
    const root = await provider.generateRoot({ clusterId, serial: 1 });
    const signer = await provider.openSigner(root);
    const id = {
      kind: 'service',
      trustDomain: signer.trustDomain,
      partition: 'default',
      namespace: 'default',
      datacenter: 'dc1',
      service: 'web',
    } as const;
    const names = { id, dnsNames: ['server.dc1.consul'], ipAddresses: ['127.0.0.1'] };
    const { certPem, privateKeyPem } = await issueLeaf(signer, names, { serial: 2 });
    ca = root.certPem;
    leaf = { cert: certPem, key: privateKeyPem.reveal() };
    ({ address, close } = await listen({ ...leaf, ca, requestCert: true }, (request, response) => {
      const socket = request.socket as TLSSocket;
      const known = socket.authorized ? 'known' : 'unknown';
      response.end(JSON.stringify({ known, name: socket.servername }));
    }));
  });
  after(() => close());

  const cases: Record<string, [() => ClientOptions['tls'], object | RegExp]> = {
    'verifies the agent with its CA': [
      () => ({ ca, verify: true }),
      { known: 'unknown', name: false },
    ],
    'shows its own certificate': [
      () => ({ ca, ...leaf, verify: true }),
      { known: 'known', name: false },
    ],
    'asks for another name': [
      () => ({ ca, serverName: 'server.dc1.consul', verify: true }),
      { known: 'unknown', name: 'server.dc1.consul' },
    ],
    'refuses an agent of another name': [
      () => ({ ca, serverName: 'other.consul', verify: true }),
      /Get "https:.*": Hostname\/IP does not match certificate's altnames/,
    ],
    'refuses an agent of an unknown CA': [
      () => ({ verify: true }),
      /self-signed certificate in certificate chain$/,
    ],
    'takes anybody when told so': [() => ({ verify: false }), { known: 'unknown', name: false }],
  };
  for (const [name, [tls, expected]] of Object.entries(cases)) {
    test(name, async () => {
      const client = clientTo(address, { usesTls: true, tls: tls() });
      const answer = client.json({ path: '/' });
      if (expected instanceof RegExp) await assert.rejects(answer, expected);
      else assert.deepEqual(await answer, expected);
      client.close();
    });
  }
});

async function listen(options: ServerOptions, handle: RequestListener) {
  const server = createTlsServer({ ...options, rejectUnauthorized: false }, handle);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `127.0.0.1:${port}`, close };
}
