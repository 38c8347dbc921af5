// SPDX-License-Identifier: Apache-2.0
// Bytes that are nearly requests: whatever comes, the server answers or ends the connection, and goes on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { openHttpHarness } from '../http-harness.ts';
import { type Seeded, seed, seeded } from '../seeded.ts';

const COUNT = process.env['CAUSEWAY_LONG'] === '1' ? 20_000 : 1_000;
const AT_ONCE = 20;

const PIECES = [
  'GET ',
  'PUT ',
  'CONNECT ',
  'OPTIONS ',
  'QUERY ',
  '/v1/catalog/nodes',
  '/v1/agent/check/register',
  '?pretty',
  '*',
  'http://x/v1/status/leader',
  ' HTTP/1.1',
  ' HTTP/1.0',
  ' HTTP/9.9',
  '\r\n',
  '\n',
  '\r\n\r\n',
  'Host: x\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Expect: 100-continue\r\n',
  'Upgrade: websocket\r\nConnection: Upgrade\r\n',
  'Connection: close\r\n',
  'Connection: keep-alive, Host\r\n',
  ': nothing\r\n',
  '5\r\nhello\r\n',
  'fffffffff\r\n',
  '0\r\n\r\n',
  '{"Name":',
  '\0\u0001\u0002',
  '\u0016\u0003\u0001',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'x'.repeat(5_000),
];

const WHOLE = 'GET /v1/status/leader HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

test(`${COUNT} connections with broken bytes (seed ${seed})`, async () => {
  await using server = await openHttpHarness({
    arrival: { headersMs: 200, silenceMs: 200, checkedEveryMs: 50 },
  });
  const random = seeded(seed);
  for (let done = 0; done < COUNT; done += AT_ONCE) {
    const texts = Array.from({ length: AT_ONCE }, () => broken(random));
    await Promise.all(texts.map((text) => exchange(server.port, text)));
  }
  assert.deepEqual(server.defects, []);
  assert.match(await exchange(server.port, WHOLE), /^HTTP\/1\.1 200 OK/);
});

function broken(random: Seeded): string {
  let text = random.below(3) === 0 ? WHOLE.slice(0, random.below(WHOLE.length)) : '';
  const count = 1 + random.below(12);
  for (let i = 0; i < count; i += 1) text += random.pick(PIECES);
  return text;
}

/** What comes back until the connection ends; this end says no more after `text`. */
async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let received = '';
  socket.on('data', (data: Buffer) => (received += data.toString('latin1')));
  const closed = once(socket, 'close').catch(() => undefined);
  socket.end(text, 'latin1');
  await closed;
  return received;
}
