// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openHttpHarness, type HttpHarness } from '../../../test/http-harness.ts';
import { freePort } from '../../../test/ports.ts';
import { type LogFields, type Logger, silentLogger } from '../../model/logger.ts';
import { runWatch } from './run-watch.ts';
import type { Watch } from './watch.ts';

interface Told {
  readonly message: string;
  readonly fields: LogFields | undefined;
}

let agent: HttpHarness;
let stop: AbortController;
let running: Promise<void> = Promise.resolve();
let folder: string;
let told: Told[];
let listeners: (() => void)[];

beforeEach(async () => {
  agent = await openHttpHarness();
  stop = new AbortController();
  folder = mkdtempSync(join(tmpdir(), 'watches-'));
  told = [];
  listeners = [];
});
afterEach(async () => {
  stop.abort();
  await running;
  await agent.close();
  rmSync(folder, { recursive: true });
});

const log = (message: string, fields?: LogFields): void => {
  told.push({ message, fields });
  for (const listener of listeners) listener();
};
const logger: Logger = { ...silentLogger, error: log, debug: log, trace: log };

/** Resolves once that many things were told. */
function toldOf(count: number): Promise<readonly Told[]> {
  return new Promise((resolve) => {
    const look = () => told.length >= count && resolve(told);
    listeners.push(look);
    look();
  });
}

function run(handler: Watch['handler'], rest: Partial<Watch> = {}): void {
  const key: Watch = {
    type: 'key',
    parameters: { key: 'a' },
    datacenter: '',
    token: '',
    stale: false,
    handler,
  };
  const ports = { address: () => agent.url, logger, retryMs: 1 };
  running = runWatch({ ...key, ...rest }, ports, stop.signal);
}

const program = (script: string): Watch['handler'] => ({
  kind: 'program',
  words: ['/bin/sh', '-c', script],
});

describe('a program', () => {
  test('is run with every value, one after the other', async () => {
    const file = join(folder, 'seen');
    await agent.put('/v1/kv/a', 'one');
    run(program(`cat >> ${file}; echo $CONSUL_INDEX >> ${file}; echo done`));
    await toldOf(1);
    await agent.put('/v1/kv/a', 'two');
    const [first, second] = await toldOf(2);
    const ran = {
      message: 'a watch handler ran',
      fields: { watch_handler: '/bin/sh', output: 'done\n' },
    };
    assert.deepEqual([first, second], [ran, ran]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const values = [lines[0], lines[2]].map((line) => JSON.parse(line ?? '') as { Value: string });
    assert.deepEqual(
      values.map(({ Value }) => Buffer.from(Value, 'base64').toString()),
      ['one', 'two'],
    );
    const answer = await agent.get('/v1/kv/a');
    assert.equal(lines[3], String(answer.index));
  });

  test('that fails is no reason to stop', async () => {
    run(program('echo broken; exit 3'));
    await toldOf(1);
    await agent.put('/v1/kv/a', 'one');
    const [first] = await toldOf(2);
    assert.deepEqual(first, {
      message: 'a watch handler failed',
      fields: { watch_handler: '/bin/sh', reason: 'exit status 3', output: 'broken\n' },
    });
  });

  test('that is not there is told', async () => {
    run({ kind: 'program', words: ['/nowhere'] });
    const [first] = await toldOf(1);
    const reason = 'fork/exec /nowhere: no such file or directory';
    assert.equal(first?.fields?.['reason'], reason);
  });

  test('ends with the server', async () => {
    const files = watch(folder);
    const began = once(files, 'change');
    run(program(`echo > ${join(folder, 'began')}; sleep 60`));
    await began;
    files.close();
    stop.abort();
    await running;
    assert.deepEqual(told, []);
  });
});

describe('a URL', () => {
  let hook: Server;
  let calls: {
    readonly method: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }[];
  let status: number;
  let url: string;
  beforeEach(async () => {
    calls = [];
    status = 200;
    hook = createServer((request, response) => {
      void text(request).then((body) => {
        calls.push({ method: request.method ?? '', headers: request.headers, body });
        response.writeHead(status).end('thanks');
      });
    });
    const port = await freePort();
    url = `http://127.0.0.1:${port}/hook?secret=1`;
    await new Promise<void>((resolve) => hook.listen(port, '127.0.0.1', resolve));
  });
  afterEach(() => hook.close().closeAllConnections());

  const handler = (rest: object = {}): Watch['handler'] => ({
    kind: 'http',
    url,
    method: 'PUT',
    timeoutMs: 10_000,
    headers: { 'X-A': ['1', '2'] },
    verifiesTls: true,
    ...rest,
  });

  test('is sent every value', async () => {
    await agent.put('/v1/kv/a', 'one');
    run(handler());
    const [first] = await toldOf(1);
    assert.equal(first?.message, 'a watch handler was called');
    const [call] = calls;
    assert.equal(call?.method, 'PUT');
    assert.equal((JSON.parse(call?.body ?? '') as { Key: string }).Key, 'a');
    assert.equal(call?.headers['content-type'], 'application/json');
    assert.equal(call?.headers['x-a'], '1, 2');
    assert.equal(call?.headers['x-consul-index'], String((await agent.get('/v1/kv/a')).index));
  });

  test('that refuses is told, without its path', async () => {
    status = 500;
    run(handler());
    const [first] = await toldOf(1);
    assert.equal(first?.message, 'a watch handler refused');
    assert.equal(first?.fields?.['status'], 500);
    assert.doesNotMatch(JSON.stringify(told), /secret/);
  });

  test('that is not there is told', async () => {
    run(handler({ url: `http://127.0.0.1:${await freePort()}/secret` }));
    const [first] = await toldOf(1);
    assert.equal(first?.message, 'a watch handler could not be called');
    assert.match(String(first?.fields?.['reason']), /connection refused/);
    assert.doesNotMatch(JSON.stringify(told), /secret/);
  });
});

test('a question that is refused is asked again', async () => {
  run(program('true'), { type: 'nodes', parameters: { filter: '[' } });
  const [first, second] = await toldOf(2);
  for (const { message, fields } of [first, second].flatMap((line) => line ?? [])) {
    assert.equal(message, 'a watch failed');
    assert.match(String(fields?.['reason']), /^Unexpected response code: .* retry in /);
  }
});
