// SPDX-License-Identifier: Apache-2.0
// `causeway connect envoy` with real Envoys, and a script in place of the agent.
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createBuiltinProvider } from '../../src/ca/builtin/provider.ts';
import { scriptedAgent } from '../cli-harness.ts';
import { freePort } from '../ports.ts';
import { envoys } from './binaries.ts';

const run = promisify(execFile);
const CAUSEWAY = join(dirname(dirname(import.meta.dirname)), 'bin', 'causeway');
const DEADLINE_MS = 20_000;

const agent = scriptedAgent();
let folder = '';

before(() => (folder = mkdtempSync(join(tmpdir(), 'connect-envoy-'))));
after(() => rmSync(folder, { recursive: true }));

function play(config: object): void {
  const proxy = { Kind: 'connect-proxy', ID: 'web-proxy', Service: 'web-proxy', Datacenter: 'dc1' };
  agent.play({
    'GET /v1/agent/service/web-proxy': {
      ...proxy,
      Proxy: { DestinationServiceName: 'web', Config: config, AccessLogs: { Enabled: true } },
    },
  });
}

const connect = ['connect', 'envoy', '-proxy-id', 'web-proxy'];

/** The environment of a command whose temporary files can be counted. */
const environmentOf = (temporary: string) => ({
  ...process.env,
  CONSUL_HTTP_ADDR: agent.address,
  CONSUL_HTTP_TOKEN: 'a-secret-token',
  TMPDIR: temporary,
});

for (const { version, path, missing } of envoys) {
  describe(`Envoy ${version}`, { skip: missing }, () => {
    test('takes the smallest bootstrap', async () => {
      play({});
      await validate(['-grpc-addr', '127.0.0.1:1']);
    });

    test('takes the bootstrap of an agent that speaks TLS', async () => {
      play({});
      const provider = createBuiltinProvider({ now: Date.now, randomBytes });
      const root = await provider.generateRoot({ clusterId: 'a', serial: 1 });
      const ca = join(folder, 'ca.pem');
      writeFileSync(ca, root.certPem);
      await validate(['-grpc-addr', 'https://127.0.0.1:1', '-grpc-ca-file', ca]);
    });

    test('takes a bootstrap with everything in it', async () => {
      play({
        envoy_prometheus_bind_addr: '127.0.0.1:20200',
        envoy_stats_bind_addr: '127.0.0.1:20201',
        envoy_statsd_url: 'udp://127.0.0.1:8125',
        envoy_dogstatsd_url: 'unix:///run/dog.sock',
        envoy_stats_tags: ['team=a'],
        envoy_stats_flush_interval: '10s',
        envoy_extra_static_clusters_json: '{"name":"mine","type":"STATIC"}',
      });
      const ready = ['-envoy-ready-bind-address', '127.0.0.1', '-envoy-ready-bind-port', '20202'];
      await validate(['-grpc-addr', 'unix:///run/agent.sock', ...ready]);
      await validate(['-grpc-addr', '127.0.0.1:1', '-prometheus-backend-port', '20203', ...ready]);
    });

    async function validate(flags: readonly string[]): Promise<void> {
      const env = environmentOf(tmpdir());
      const { stdout: bootstrap } = await run(CAUSEWAY, [...connect, ...flags, '-bootstrap'], {
        env,
      });
      const file = join(folder, 'bootstrap.json');
      writeFileSync(file, bootstrap);
      const { stdout } = await run(path, ['--mode', 'validate', '-c', file, '-l', 'error']);
      assert.match(stdout, /OK/);
    }

    describe('runs in place of the command', () => {
      let child: ChildProcess | undefined;
      afterEach(() => child?.kill('SIGKILL'));

      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        test(`until ${signal}, and leaves nothing behind`, async () => {
          play({});
          const temporary = join(folder, `${version}-${signal}`);
          mkdirSync(temporary);
          const adminPort = await freePort();
          const flags = ['-grpc-addr', '127.0.0.1:1', '-admin-bind', `127.0.0.1:${adminPort}`];
          const passed = ['--', '--log-level', 'debug', '--concurrency', '1'];
          const argv = [...connect, ...flags, '-envoy-binary', path, ...passed];
          child = spawn(CAUSEWAY, argv, {
            env: environmentOf(temporary),
            stdio: ['ignore', 'ignore', 'pipe'],
          });
          let printed = '';
          child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
          const ended = once(child, 'close');

          const admin = `http://127.0.0.1:${adminPort}`;
          const ready = await answerOf(`${admin}/ready`, child);
          assert.match(await ready.text(), /INITIALIZING|LIVE/);
          assert.equal(readlinkSync(`/proc/${child.pid}/exe`), realpathSync(path));
          assert.deepEqual(readdirSync(temporary), []);
          assert.doesNotMatch(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'), /secret/);
          const info = await (await fetch(`${admin}/server_info`)).json();
          const { command_line_options: options, node } = info as Record<
            string,
            Record<string, unknown>
          >;
          assert.equal(node?.['id'], 'web-proxy');
          assert.equal(options?.['disable_hot_restart'], true);
          assert.equal(options?.['log_level'], 'debug');

          child.kill(signal);
          assert.deepEqual(await ended, [0, null]);
          assert.deepEqual(readdirSync(temporary), []);
          assert.match(
            printed,
            /error dialing the xDS address: dial tcp 127.0.0.1:1: connect: conn/,
          );
        });
      }

      test('not when Envoy refuses its options', async () => {
        play({});
        const flags = ['-grpc-addr', '127.0.0.1:1', '-envoy-binary', path, '--', '--no-such'];
        const refusal = run(CAUSEWAY, [...connect, ...flags], { env: environmentOf(folder) });
        await assert.rejects(refusal, (error: Error & { code?: number; stderr?: string }) => {
          assert.match(error.stderr ?? '', /no-such/);
          return error.code === 1;
        });
      });
    });
  });
}

/** The first answer of a program that says nothing when it begins to listen. */
async function answerOf(url: string, child: ChildProcess): Promise<Response> {
  const untilMs = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      assert.equal(child.exitCode, null, 'it ended');
      if (performance.now() > untilMs) throw error;
      await delay(50);
    }
  }
}
