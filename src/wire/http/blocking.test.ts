// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { sampleNode, sampleService } from '../../../test/catalog-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../test/http-harness.ts';
import { defineCommand } from '../../commands/command.ts';
import { registerWrites } from '../../commands/registration.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { serviceEndpoint } from './health/service.ts';
import { jsonCounters } from './json.ts';

const READERS = 1_000;

let server: HttpHarness;
let blocked = 0;
before(async () => {
  server = await openHttpHarness({ endpoints: [serviceEndpoint] });
  const { views } = server.core;
  const above = views.above.bind(views);
  views.above = async (...wait) => {
    blocked += 1;
    return above(...wait).finally(() => (blocked -= 1));
  };
});
after(() => server.close());

const register = (id: string): Promise<void> =>
  server.issue(
    defineCommand({
      name: 'register-in-a-test',
      decide: (read) => ({
        writes: registerWrites(read, localTenancy, {
          node: sampleNode('node'),
          service: sampleService(id, { Service: 'web' }),
        }),
        reply: undefined,
      }),
    }),
    undefined,
  );

describe('a thousand blocked readers of one service', () => {
  test('cost one computation, one serialisation, and all see the change', async () => {
    await register('web-1');
    const { index } = await server.get('/v1/health/service/web');
    const target = `/v1/health/service/web?index=${index}&wait=60s`;
    const readers = await Promise.all(Array.from({ length: READERS }, () => ask(target)));
    await waiting(READERS);
    const { computed } = server.core.views.counters;
    const { serialised } = jsonCounters;

    await register('web-2');
    const answers = await Promise.all(readers.map(({ answer }) => answer));

    for (const answer of answers) assert.match(answer, /"ID":"web-2"/);
    // One for the new instance, one for the list of all, one for what this answer shows of them.
    assert.equal(server.core.views.counters.computed - computed, 3);
    assert.equal(jsonCounters.serialised - serialised, 1);
    for (const { socket } of readers) socket.destroy();
  });
});

test('a reader that goes away is forgotten', async () => {
  const { index } = await server.get('/v1/health/service/gone');
  const { socket } = await ask(`/v1/health/service/gone?index=${index}&wait=60s`);
  await waiting(1);
  socket.destroy();
  await waiting(0);
});

test('a reader whose time is up gets what there is', async () => {
  const { index } = await server.get('/v1/health/service/quiet');
  const answer = await server.get(`/v1/health/service/quiet?index=${index}&wait=1ms`);
  assert.deepEqual([answer.json, answer.index], [[], index]);
});

/** Sends a request on a connection of its own; resolves when it is written, `answer` when all has come back. */
function ask(target: string): Promise<{ socket: Socket; answer: Promise<string> }> {
  return new Promise((resolve, reject) => {
    const { promise: answer, resolve: answered } = Promise.withResolvers<string>();
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`, () => resolve({ socket, answer }));
    });
    socket.on('data', (data) => {
      text += data.toString();
      const bytes = /content-length: (\d+)/i.exec(text)?.[1];
      const start = text.indexOf('\r\n\r\n') + 4;
      if (bytes !== undefined && start > 3 && text.length - start >= Number(bytes)) answered(text);
    });
    socket.once('error', reject);
  });
}

/** Resolves when that many requests wait: nothing tells when a request has arrived, so it is looked for. */
async function waiting(count: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (blocked !== count) {
    assert.ok(Date.now() < deadline, `${blocked} requests wait`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
