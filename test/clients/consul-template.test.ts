// SPDX-License-Identifier: Apache-2.0
// consul-template with examples/consul-template, unchanged, writes what is healthy and what a key says, and writes it
// again at every change.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startAgent } from '../cluster/agent-process.ts';
import { withCopy } from './example.ts';
import { findGoTool } from './go-tool.ts';

const PATIENCE_MS = 20_000;
const found = findGoTool('consul-template', 'github.com/hashicorp/consul-template');

const written = (servers: string, limit: string) =>
  `upstream orders {\n${servers}}\nlimit_conn orders ${limit};\n`;

test(
  'consul-template follows the catalog and the keys',
  { skip: 'why' in found ? found.why : false },
  async () => {
    await withCopy('consul-template', async (copy) => {
      await using agent = await startAgent();
      await using template = startTemplate('path' in found ? found.path : '', copy, agent.url);
      await template.writes(written('  server 127.0.0.1:65535; # nothing is healthy\n', '10'));

      const check = { TTL: '1h', Status: 'passing' };
      const orders = { Name: 'orders', Address: '10.0.0.1', Port: 8080, Check: check };
      await agent.request('PUT', '/v1/agent/service/register', orders);
      await template.writes(written('  server 10.0.0.1:8080 weight=1;\n', '10'));

      await agent.request('PUT', '/v1/kv/orders/limit', '25');
      await template.writes(written('  server 10.0.0.1:8080 weight=1;\n', '25'));

      await agent.request('PUT', '/v1/agent/check/fail/service:orders');
      await template.writes(written('  server 127.0.0.1:65535; # nothing is healthy\n', '25'));
    });
  },
);

function startTemplate(binary: string, folder: string, agentUrl: string) {
  const args = [`-consul-addr=${agentUrl}`, '-template=orders.conf.ctmpl:orders.conf'];
  const child = spawn(binary, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close');
  const file = join(folder, 'orders.conf');
  return {
    /** Reads the file until it is as expected; the program has no way to be waited for. */
    writes: async (expected: string): Promise<void> => {
      const end = Date.now() + PATIENCE_MS;
      const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : said);
      while (read() !== expected && Date.now() < end) await pause(50);
      assert.equal(read(), expected);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}
