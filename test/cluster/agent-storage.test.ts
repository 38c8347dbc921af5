// SPDX-License-Identifier: Apache-2.0
// What an agent keeps over its end, whether it was told to end or killed, and when it refuses to begin.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { chownSync, chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import {
  type AgentProcess,
  argsOf,
  freeAgentPorts,
  runToEnd,
  startAgent,
  withFolder,
} from './agent-process.ts';
import { succeed } from './cluster.ts';
import { establish, state, tokenOf } from './pair.ts';

const NOBODY = 65_534;

/** Everything that a reader can see and that must outlive the process. */
const LASTING = [
  '/v1/agent/services',
  '/v1/catalog/services',
  '/v1/catalog/nodes',
  '/v1/health/service/dock',
  '/v1/health/service/berth',
  '/v1/config/service-intentions',
  '/v1/config/service-defaults',
  '/v1/config/exported-services',
  '/v1/connect/ca/roots',
] as const;

/** What was read, without what tells when. */
async function lasting(agent: AgentProcess): Promise<unknown[]> {
  return Promise.all(
    LASTING.map(async (path) => {
      const answer = await agent.request('GET', path);
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
      return answer.json;
    }),
  );
}

async function indexOf(agent: AgentProcess): Promise<number> {
  const indexes = await Promise.all(LASTING.map((path) => agent.request('GET', path)));
  return Math.max(...indexes.map(({ index }) => index));
}

async function fill(agent: AgentProcess): Promise<void> {
  await succeed(agent, 'PUT', '/v1/agent/service/register', {
    Name: 'dock',
    Port: 80,
    Connect: { SidecarService: {} },
    Check: { TTL: '10m', Status: 'passing' },
  });
  const check = { Name: 'tide', CheckID: 'tide', Status: 'warning', ServiceID: 'berth' };
  await succeed(agent, 'PUT', '/v1/catalog/register', {
    Node: 'quay',
    Address: '10.0.0.9',
    Service: { Service: 'berth', Port: 81 },
    Checks: [check],
  });
  for (const entry of [
    { Kind: 'service-defaults', Name: 'dock', Protocol: 'http' },
    {
      Kind: 'service-intentions',
      Name: 'dock',
      Sources: [{ Name: 'shop', Peer: 'west', Action: 'allow' }],
    },
    {
      Kind: 'exported-services',
      Name: 'default',
      Services: [{ Name: 'dock', Consumers: [{ Peer: 'west' }] }],
    },
  ]) {
    await succeed(agent, 'PUT', '/v1/config', entry);
  }
}

describe('an agent that ended', () => {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`by ${signal} has kept everything, its index included, and its peer comes back`, async () => {
      await withFolder(async (folder) => {
        await using peerAgent = await startAgent({ args: ['-datacenter=west'] });
        const dataDir = join(folder, 'data');
        const options = { dataDir, ports: await freeAgentPorts(), args: ['-datacenter=east'] };
        const agent = await startAgent(options);
        await fill(agent);
        const token = await tokenOf(agent, 'west');
        assert.equal((await establish(peerAgent, 'east', token)).status, 200);
        const { ID } = await state(agent, 'west', 'ACTIVE');
        await state(peerAgent, 'east', 'ACTIVE');
        const [seen, index] = [await lasting(agent), await indexOf(agent)];
        const ended = await agent.end(signal);
        assert.equal(ended.code, signal === 'SIGKILL' ? null : 0);

        await using again = await startAgent(options);
        assert.deepEqual(await lasting(again), seen);
        assert.ok((await indexOf(again)) >= index, 'the index did not go backwards');
        assert.equal((await state(again, 'west', 'ACTIVE', 15_000)).ID, ID);
        await state(peerAgent, 'east', 'ACTIVE');
      });
    });
  }
});

/** What remains behind a refused start: it can be tried again at once. */
async function startsNow(dataDir: string): Promise<void> {
  await using agent = await startAgent({ dataDir });
  assert.equal((await agent.request('GET', '/v1/agent/self')).status, 200);
}

describe('an agent does not start', () => {
  for (const port of ['http', 'grpc', 'grpcTls'] as const) {
    const key = port === 'grpcTls' ? 'grpc_tls' : port;
    test(`when somebody has its port ports.${key}, and holds on to nothing`, async () => {
      await withFolder(async (folder) => {
        const dataDir = join(folder, 'data');
        const ports = await freeAgentPorts();
        const holder = createServer().listen(ports[port], '127.0.0.1');
        await once(holder, 'listening');
        try {
          const { code, stderr } = await runToEnd(argsOf({ dataDir }, ports));
          assert.equal(code, 1);
          const where = `ports.${key}: can't listen on 127.0.0.1:${ports[port]}`;
          assert.equal(
            stderr,
            `==> ${where}: the address is in use: another agent or program has it\n`,
          );
        } finally {
          holder.close();
        }
        await using agent = await startAgent({ dataDir, ports });
        assert.equal((await agent.request('GET', '/v1/agent/self')).status, 200);
      });
    });
  }

  test('when another agent has the data directory, which goes on as if nothing had been', async () => {
    await withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      await using first = await startAgent({ dataDir });
      await fill(first);
      const seen = await lasting(first);
      const { code, stderr } = await runToEnd(argsOf({ dataDir }, await freeAgentPorts()));
      assert.equal(code, 1);
      assert.equal(stderr, `==> ${join(dataDir, 'causeway.db')} is in use by another process\n`);
      assert.deepEqual(await lasting(first), seen);
    });
  });

  test('when its data directory is below a file', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      for (const [dataDir, message] of [
        [file, `data_dir ${JSON.stringify(file)} is not a directory`],
        [join(file, 'data'), `Error getting info on data_dir: stat ${file}/data: not a directory`],
      ] as const) {
        const { code, stderr } = await runToEnd(argsOf({ dataDir }, await freeAgentPorts()));
        assert.deepEqual([code, stderr], [1, `==> ${message}\n`]);
      }
    });
  });

  test('when its data directory is for reading only', async (t) => {
    await withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      mkdirSync(dataDir);
      // Rights bind nobody who is root: then somebody else has to try.
      const isRoot = process.getuid?.() === 0;
      if (isRoot) for (const path of [folder, dataDir]) chownSync(path, NOBODY, NOBODY);
      chmodSync(dataDir, 0o555);
      const { code, stderr } = await runToEnd(argsOf({ dataDir }, await freeAgentPorts()), {
        ...(isRoot ? { uid: NOBODY } : {}),
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
      });
      chmodSync(dataDir, 0o755);
      assert.equal(code, 1);
      if (/not installed yet|EACCES.*main\.ts/.test(stderr)) {
        t.skip('the sources cannot be read by a user who is not root');
        return;
      }
      const why = `open ${dataDir}/node-id: permission denied`;
      assert.equal(stderr, `==> data_dir "${dataDir}" can't be written: ${why}\n`);
      assert.deepEqual(readdirSync(dataDir), []);
      await startsNow(dataDir);
    });
  });

  test('when a newer version wrote its data, which stay as they are', async () => {
    await withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      await startsNow(dataDir);
      const path = join(dataDir, 'causeway.db');
      const database = new DatabaseSync(path);
      database.exec('PRAGMA user_version = 99');
      database.close();
      const { code, stderr } = await runToEnd(argsOf({ dataDir }, await freeAgentPorts()));
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^==> .*causeway\.db has format 99 and this version knows formats up to/,
      );
      assert.equal(existsSync(path), true);
    });
  });

  test('when its data are not its own', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'causeway.db');
      writeFileSync(path, 'a letter to somebody');
      const ended = await runToEnd(argsOf({ dataDir: folder }, await freeAgentPorts()));
      assert.equal(ended.code, 1);
      assert.equal(ended.stderr, `==> ${path} is not a Causeway store: it is left as it is\n`);
    });
  });
});
