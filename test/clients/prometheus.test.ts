// SPDX-License-Identifier: Apache-2.0
// Prometheus with examples/prometheus, unchanged but for the agent's address, finds what is registered and loses what
// is not healthy any more.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startAgent } from '../cluster/agent-process.ts';
import { freePort } from '../ports.ts';
import { withCopy } from './example.ts';
import { findGoTool } from './go-tool.ts';

const PATIENCE_MS = 60_000;
// With Consul's discovery and no other; distributions leave it out.
const found = findGoTool(
  'prometheus',
  'github.com/prometheus/prometheus/cmd/prometheus',
  'remove_all_sd,enable_consul_sd',
);

interface Target {
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
  readonly health: string;
}

test(
  'Prometheus scrapes what the catalog names',
  {
    skip: 'why' in found ? found.why : false,
  },
  async () => {
    await withCopy('prometheus', async (copy) => {
      await using agent = await startAgent({
        hcl: 'telemetry { prometheus_retention_time = "1m" }',
      });
      const { host, port } = new URL(agent.url);
      const file = join(copy, 'prometheus.yml');
      const written = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        written.replaceAll('127.0.0.1:8500', host).replace('interval: 15s', 'interval: 1s'),
      );
      await using prometheus = await startPrometheus('path' in found ? found.path : '', copy);

      // The agent's own metrics, as a service that Prometheus has to find.
      const body = {
        Name: 'orders',
        Port: Number(port),
        Address: '127.0.0.1',
        Tags: ['metrics'],
        Meta: { metrics_path: '/v1/agent/metrics' },
        Check: { TTL: '1h', Status: 'passing' },
      };
      assert.equal((await agent.request('PUT', '/v1/agent/service/register', body)).status, 200);
      const isOrders = ({ labels }: Target) => labels['service'] === 'orders';
      const [orders] = await prometheus.until((targets) => {
        return targets.some((one) => isOrders(one)) ? targets.filter(isOrders) : undefined;
      });
      assert.equal(orders?.scrapeUrl, `http://${host}/v1/agent/metrics`);
      await prometheus.until((targets) => {
        const own = targets.filter(({ labels }) => labels['job'] === 'causeway');
        return own.some(({ health }) => health === 'up') || undefined;
      });

      await agent.request('PUT', '/v1/agent/check/fail/service:orders');
      await prometheus.until((targets) => !targets.some(isOrders) || undefined);
    });
  },
);

async function startPrometheus(binary: string, folder: string) {
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    '--config.file=prometheus.yml',
    `--web.listen-address=${address}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
  ];
  const child = spawn(binary, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const active = async (): Promise<readonly Target[]> => {
    try {
      const response = await fetch(`http://${address}/api/v1/targets?state=active`);
      const body = (await response.json()) as { data: { activeTargets: readonly Target[] } };
      return body.data.activeTargets;
    } catch {
      return []; // It does not listen yet.
    }
  };
  return {
    /** Asks until `pick` finds what it looks for; Prometheus has no way to be waited for. */
    until: async <T>(pick: (targets: readonly Target[]) => T | undefined): Promise<T> => {
      const end = Date.now() + PATIENCE_MS;
      for (let targets = await active(); Date.now() < end; targets = await active()) {
        const picked = targets.length === 0 ? undefined : pick(targets);
        if (picked !== undefined) return picked;
        await pause(200);
      }
      throw new Error(`Prometheus did not come to it:\n${said}`);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
