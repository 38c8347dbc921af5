// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { freePort } from '../../../test/ports.ts';
import { table } from '../commands.ts';
import { runCli } from '../main.ts';

describe('monitor', () => {
  let port: number;
  let asked: string[] = [];
  let answer: (response: ServerResponse) => void;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  before(async () => {
    port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  beforeEach(() => (asked = []));
  after(() => server.close().closeAllConnections());

  /** Runs it, and Ctrl-C once `until` was printed. */
  async function monitor(argv: readonly string[], until?: string) {
    let out = '';
    let err = '';
    let interrupt = (): void => {};
    const code = await runCli(table, ['monitor', ...argv], {
      out: (text) => {
        out += typeof text === 'string' ? text : Buffer.from(text).toString();
        if (until !== undefined && out.includes(until)) interrupt();
      },
      err: (text) => (err += text),
      environment: { CONSUL_HTTP_ADDR: `127.0.0.1:${port}` },
      readInput: () => Promise.resolve(Buffer.alloc(0)),
      onInterrupt: (listener) => {
        interrupt = () => listener('SIGINT');
        return () => {};
      },
    });
    return { code, out, err };
  }

  test('prints what comes until Ctrl-C', async () => {
    answer = (response) => void response.write('one\ntwo\n');
    assert.deepEqual(await monitor(['-log-level=debug'], 'two'), {
      code: 0,
      out: 'one\ntwo\n',
      err: '',
    });
    assert.deepEqual(asked, ['/v1/agent/monitor?loglevel=debug']);
  });

  test('asks for JSON', async () => {
    answer = (response) => void response.write('{}\n');
    assert.equal((await monitor(['-log-json'], '}')).code, 0);
    assert.deepEqual(asked, ['/v1/agent/monitor?logjson=true&loglevel=INFO']);
  });

  for (const [how, end] of Object.entries({
    'says goodbye': (response: ServerResponse) => response.end('one\n'),
    'is gone': (response: ServerResponse) =>
      response.write('one\n', () => response.socket?.destroy()),
  })) {
    test(`fails when the agent ${how}`, async () => {
      answer = (response) => void end(response);
      const { code, out, err } = await monitor([]);
      assert.match(out, /^one\n\nRemote side ended the monitor!/);
      assert.deepEqual({ code, err }, { code: 1, err: '' });
    });
  }

  test('says why there is nothing to see', async () => {
    answer = (response) => void response.writeHead(400).end('Unknown log level: x');
    assert.deepEqual(await monitor(['-log-level=x']), {
      code: 1,
      out: '',
      err: 'Error starting monitor: Unexpected response code: 400 (Unknown log level: x)\n',
    });
  });
});
