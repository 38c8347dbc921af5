// SPDX-License-Identifier: Apache-2.0
// How an agent process ends: at once and cleanly, whoever still hangs on it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { CLUSTERS, openAds } from '../ads-client.ts';
import { runToEnd, startAgent } from './agent-process.ts';
import { peer, state } from './pair.ts';
import { succeed, until } from './cluster.ts';

const SOON_MS = 5_000;

/** Connections of clients that say nothing, or too little. */
async function mute(port: number, words = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (words !== '') socket.write(words);
  return socket;
}

interface Reader {
  readonly socket: Socket;
  /** All that it is told until the connection ends. */
  readonly answers: Promise<string>;
}

/**
 * A blocked reader that has been heard: a connection's requests are answered in turn, so that the answer to the
 * write before it says that it is the reader's.
 */
async function blockedReader(port: number, path: string): Promise<Reader> {
  const body = JSON.stringify({ Kind: 'service-defaults', Name: 'shop' });
  const socket = await mute(
    port,
    `PUT /v1/config HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
      `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
  );
  let told = '';
  socket.setEncoding('utf8').on('data', (words: string) => (told += words));
  const answers = once(socket, 'close').then(() => told);
  await once(socket, 'data');
  return { socket, answers };
}

describe('an agent that is told to end', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`by ${signal}, without anybody connected, ends with 0`, async () => {
      const agent = await startAgent();
      const { code, stderr, stdout } = await agent.end(signal);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, new RegExp(`stopping: signal=${signal}\n$`));
    });
  }

  test('by its own command ends with 0, and those who follow its log see it', async () => {
    const agent = await startAgent();
    const log = await fetch(`${agent.url}/v1/agent/monitor?loglevel=debug`);
    const left = await runToEnd(['leave', `-http-addr=127.0.0.1:${agent.ports.http}`]);
    assert.deepEqual([left.code, left.stdout], [0, 'Graceful leave complete\n']);
    const lines = await log.text();
    assert.match(
      lines,
      /\[DEBUG\] agent\.http: request finished: method=PUT path=\/v1\/agent\/leave /,
    );
    assert.match(lines, / agent: stopping: request=leave\n/);
    const { code, stderr } = await agent.end();
    assert.deepEqual([code, stderr], [0, '']);
  });

  test('answers its blocked readers and ends with 0, whatever is still connected', async () => {
    await using peerAgent = await startAgent({ args: ['-datacenter=east'] });
    const agent = await startAgent({ args: ['-datacenter=west'] });
    const sockets: Socket[] = [];
    try {
      await peer(peerAgent, agent, 'west', 'east');
      await succeed(agent, 'PUT', '/v1/agent/service/register', {
        Name: 'shop',
        Port: 80,
        Connect: { SidecarService: {} },
      });
      await using proxy = openAds(agent.ports.grpc);
      proxy.send({ node: { id: 'shop-sidecar-proxy' }, typeUrl: CLUSTERS });
      await proxy.next();
      const { index } = await agent.request('GET', '/v1/catalog/services');
      const path = `/v1/catalog/services?index=${index}&wait=10m`;
      const readers = await Promise.all(
        Array.from({ length: 20 }, () => blockedReader(agent.ports.http, path)),
      );
      sockets.push(...readers.map(({ socket }) => socket));
      for (const port of [agent.ports.http, agent.ports.grpc, agent.ports.grpcTls]) {
        sockets.push(await mute(port), await mute(port, 'PRI'));
      }
      sockets.push(await mute(agent.ports.http, 'PUT /v1/config HTTP/1.1\r\nHost: x\r\n'));
      // Once this is answered, whoever connected before it has been heard.
      await succeed(agent, 'GET', '/v1/status/leader');

      const startMs = performance.now();
      const ended = await agent.end();
      const tookMs = performance.now() - startMs;
      assert.deepEqual([ended.code, ended.stderr], [0, ''], ended.stdout);
      assert.ok(tookMs < SOON_MS, `it took ${Math.round(tookMs)} ms`);
      assert.doesNotMatch(ended.stdout, /\[ERROR\]/);
      for (const answer of await Promise.all(readers.map(({ answers }) => answers))) {
        assert.match(
          answer,
          new RegExp(
            `true\\s*HTTP/1.1 200 OK\\r\\n[^{]*X-Consul-Index: ${index}\\r\\n[^]*\\{"[^]*\\}\\s*$`,
          ),
        );
      }
      assert.notEqual((await proxy.ended).code, 0);
      // The peer says so, and takes it for an end and not for a deletion.
      await state(peerAgent, 'west', 'FAILING');
      const isThere = (all: readonly unknown[]) => all.length === 1;
      await until(peerAgent, '/v1/peerings', isThere);
    } finally {
      for (const socket of sockets) socket.destroy();
      await agent.end('SIGKILL');
    }
  });

  test('twice ends once, with 0', async () => {
    const agent = await startAgent();
    const [first] = await Promise.all([agent.end('SIGTERM'), agent.end('SIGTERM')]);
    assert.equal(first.code, 0);
  });
});
