// SPDX-License-Identifier: Apache-2.0
// What a running agent makes of files that change under it, and of being started again.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type AgentProcess, runToEnd, startAgent, withFolder } from './agent-process.ts';
import { freePort } from '../ports.ts';
import { succeed, until } from './cluster.ts';

const SERVICES = '/v1/agent/services';
const RELOAD = '/v1/agent/reload';
const BROKEN = 'service { name = "half';

async function names(agent: AgentProcess, path = SERVICES): Promise<string[]> {
  const { json } = await agent.request<Record<string, unknown>>('GET', path);
  return Object.keys(json).toSorted();
}

/** Runs an agent that reads one file of a folder; the file is written by `write`. */
async function withFile(
  first: string,
  run: (agent: AgentProcess, write: (text: string) => void) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const write = (text: string): void => writeFileSync(join(folder, 'a.hcl'), text);
    write(first);
    await using agent = await startAgent({ args: [`-config-dir=${folder}`] });
    await run(agent, write);
  });
}

describe('an agent whose files change', () => {
  test('has at SIGHUP what they define now, and keeps what came through the API', async () => {
    await withFile('service { name = "old" }', async (agent, write) => {
      await succeed(agent, 'PUT', '/v1/agent/service/register', { Name: 'told' });
      const { index } = await agent.request('GET', '/v1/catalog/service/new');
      write('services { name = "new" check { ttl = "1m" } } services { name = "newer" }');
      process.kill(agent.pid, 'SIGHUP');
      const news = await agent.request('GET', `/v1/catalog/service/new?index=${index}&wait=10s`);
      assert.notDeepEqual(news.json, []);
      assert.deepEqual(await names(agent), ['new', 'newer', 'told']);
      assert.deepEqual(await names(agent, '/v1/agent/checks'), ['service:new']);
      assert.deepEqual(await names(agent, '/v1/catalog/services'), [
        'consul',
        'new',
        'newer',
        'told',
      ]);
    });
  });

  test('says what is wrong with them, and stays as it is', async () => {
    await withFile('service { name = "old" }', async (agent, write) => {
      for (const [text, said] of [
        [BROKEN, /failed to parse .*a\.hcl: /],
        [
          'service { name = "new" } check { name = "c" ttl = "1m" service_id = "none" }',
          /"?none"?/,
        ],
        ['service { name = "new" } log_level = "chatty"', /chatty/],
      ] as const) {
        write(text);
        const { status, text: answer } = await agent.request('PUT', RELOAD);
        assert.equal(status, 500, answer);
        assert.match(answer, said);
        const { code, stderr } = await runToEnd(['reload', `-http-addr=${agent.url}`]);
        assert.equal(code, 1);
        assert.match(stderr, said);
        assert.deepEqual(await names(agent), ['old']);
      }
    });
  });

  test('writes nothing when they say the same', async () => {
    await withFile('service { name = "old" check { ttl = "1m" } }', async (agent) => {
      await succeed(agent, 'PUT', '/v1/agent/check/pass/service:old');
      const path = '/v1/health/service/old';
      await until(agent, `${path}?passing`, (all: readonly unknown[]) => all.length === 1);
      const before = await agent.request('GET', path);
      await succeed(agent, 'PUT', RELOAD);
      assert.deepEqual(await agent.request('GET', path), before);
    });
  });

  test('watches at SIGHUP what they want watched now', async () => {
    let tell: (called: string) => void = () => {};
    const hook = createServer((request, response) => {
      tell(request.url ?? '');
      response.end();
    });
    const port = await freePort();
    await new Promise<void>((resolve) => hook.listen(port, '127.0.0.1', resolve));
    const call = () => new Promise<string>((resolve) => (tell = resolve));
    const watchOf = (name: string): string => `watches = [{
      type = "key" key = "${name}" handler_type = "http"
      http_handler_config { path = "http://127.0.0.1:${port}/${name}" }
    }]`;
    await withFile('', async (agent, write) => {
      for (const name of ['one', 'two']) {
        write(watchOf(name));
        const called = call();
        process.kill(agent.pid, 'SIGHUP');
        assert.equal(await called, `/${name}`);
      }
      await succeed(agent, 'PUT', '/v1/kv/one', 'not watched any more');
      const called = call();
      await succeed(agent, 'PUT', '/v1/kv/two', 'watched');
      assert.equal(await called, '/two');
      write('watches = [{ type = "key" }]');
      const { status, text } = await agent.request('PUT', RELOAD);
      assert.equal(status, 500);
      assert.match(text, /Must specify a single key to watch/);
    });
    hook.close().closeAllConnections();
  });

  test('logs as much as they want now', async () => {
    await withFile('log_level = "info"', async (agent, write) => {
      write('log_level = "debug"');
      await succeed(agent, 'PUT', RELOAD);
      await succeed(agent, 'GET', '/v1/status/leader');
      write('log_level = "error"');
      await succeed(agent, 'PUT', RELOAD);
      await succeed(agent, 'GET', '/v1/status/peers');
      const { stdout } = await agent.end();
      assert.match(stdout, /\[DEBUG\] .* path=\/v1\/status\/leader/);
      assert.doesNotMatch(stdout, /path=\/v1\/status\/peers/);
    });
  });
});

test('an agent that starts again has the services and checks that it was told of', async () => {
  await withFolder(async (folder) => {
    const told = { Name: 'told', Checks: [{ TTL: '10m' }, { TTL: '10m', Status: 'warning' }] };
    const read = async (agent: AgentProcess) =>
      (await agent.request('GET', '/v1/agent/checks')).json;
    const first = await startAgent({ dataDir: folder });
    await succeed(first, 'PUT', '/v1/agent/service/register', told);
    await succeed(first, 'PUT', '/v1/agent/check/pass/service:told:1?note=well');
    const before = await read(first);
    assert.equal((await first.end()).code, 0);
    await using second = await startAgent({ dataDir: folder });
    assert.deepEqual(await names(second), ['told']);
    assert.deepEqual(await read(second), before);
  });
});
