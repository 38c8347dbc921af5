// SPDX-License-Identifier: Apache-2.0
// How an agent process starts, which ways it can be called, and what it says of its configuration.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  type AgentProcess,
  argsOf,
  freeAgentPorts,
  launcher,
  runToEnd,
  startAgent,
  withFolder,
} from './agent-process.ts';

interface Self {
  readonly Config: { readonly Datacenter: string; readonly NodeName: string };
}

function isOpen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function self({ request }: AgentProcess): Promise<Self['Config']> {
  return (await request<Self>('GET', '/v1/agent/self')).json.Config;
}

describe('an agent process', () => {
  test('in -dev mode runs in memory, with plaintext gRPC', async () => {
    await using agent = await startAgent({ args: ['-node=here'] });
    assert.equal((await self(agent)).NodeName, 'here');
    assert.deepEqual(await Promise.all(Object.values(agent.ports).map((port) => isOpen(port))), [
      true,
      true,
      true,
    ]);
  });

  test('listens on every address that it is given', async () => {
    const hosts = ['127.0.0.1', '127.0.0.2'];
    await using agent = await startAgent({ args: [`-client=${hosts.join(' ')}`] });
    for (const host of hosts) {
      for (const port of Object.values(agent.ports)) {
        assert.equal(await isOpen(port, host), true, `${host}:${port}`);
      }
    }
  });

  test('in -server mode keeps plaintext gRPC closed', async () => {
    await withFolder(async (folder) => {
      const ports = await freeAgentPorts();
      await using agent = await startAgent({
        dataDir: join(folder, 'data'),
        ports: { ...ports, grpc: -1 },
      });
      assert.equal(await isOpen(ports.grpc), false);
      const { json } = await agent.request<object>('GET', '/v1/agent/services');
      assert.deepEqual(json, {});
      const ended = await agent.end();
      assert.match(ended.stdout, / grpc=-1 /);
    });
  });

  test('reads its configuration, services and first entries from files', async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, 'conf.d'));
      writeFileSync(
        join(folder, 'conf.d', 'agent.hcl'),
        `datacenter = "harbour"
         bootstrap_expect = 1
         performance { raft_multiplier = 1 }
         config_entries { bootstrap = [
           { kind = "service-defaults" name = "dock" protocol = "http" },
         ] }`,
      );
      writeFileSync(
        join(folder, 'conf.d', 'dock.json'),
        '{"service": {"name": "dock", "port": 80, "connect": {"sidecar_service": {}}}}',
      );
      const dataDir = join(folder, 'data');
      const args = [`-config-dir=${join(folder, 'conf.d')}`];
      await using agent = await startAgent({ dataDir, args });
      assert.equal((await self(agent)).Datacenter, 'harbour');
      const { json: services } = await agent.request<object>('GET', '/v1/agent/services');
      assert.deepEqual(Object.keys(services).sort(), ['dock', 'dock-sidecar-proxy']);
      const path = '/v1/config/service-defaults/dock';
      const { json: entry } = await agent.request<{ Protocol: string }>('GET', path);
      assert.equal(entry.Protocol, 'http');
      const { stdout } = await agent.end();
      for (const key of ['bootstrap_expect', 'performance']) {
        const note = `"${key}" has no meaning here and will have no effect`;
        assert.equal(stdout.split(note).length, 2, `${key} is noted once`);
      }
    });
  });

  test('writes the file with its process id, and removes it', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'pid');
      const agent = await startAgent({ args: [`-pid-file=${file}`] });
      assert.equal(readFileSync(file, 'utf8'), String(agent.pid));
      await agent.end();
      assert.throws(() => readFileSync(file), { code: 'ENOENT' });
    });
  });

  test('is called consul through a symbolic link, from any folder, with nothing in the environment', async () => {
    await withFolder(async (folder) => {
      const command = join(folder, 'consul');
      symlinkSync(launcher, command);
      const env = { PATH: '/usr/bin:/bin' };
      await using agent = await startAgent({ command, cwd: folder, env });
      assert.equal((await self(agent)).Datacenter, 'dc1');
      const args = ['members', `-http-addr=127.0.0.1:${agent.ports.http}`];
      const { code, stdout, stderr } = await runToEnd(args, { command, cwd: folder, env });
      assert.equal(code, 0, stderr);
      assert.match(stdout, / alive /);
    });
  });
});

describe('a configuration that an agent cannot start with ends it at once, naming the key:', () => {
  const cases: readonly (readonly [name: string, args: readonly string[], stderr: RegExp])[] = [
    ['neither -server nor -dev', [], /^==> client agents are not built yet: start a server with/],
    ['no data directory', ['-server'], /^==> data_dir cannot be empty/],
    ['access control', ['-dev', '-hcl=acl { enabled = true }'], /^==> acl\.enabled is refused: /],
    [
      'TLS between agents',
      ['-dev', '-hcl=verify_incoming_rpc = true'],
      /^==> verify_incoming_rpc is refu/,
    ],
    ['several servers', ['-server', '-bootstrap-expect=3'], /bootstrap_expect is refused: /],
    ['joining', ['-dev', '-retry-join=10.0.0.1'], /^==> retry_join is refused: .*\(-retry-join\)/],
    ['an unknown key', ['-dev', '-hcl=colour = "red"'], /invalid config key colour \(line 1, col/],
    ['an unknown flag', ['-dev', '-colour=red'], /^flag provided but not defined: -colour\n/],
    ['broken HCL', ['-dev', '-hcl=a {'], /^==> failed to parse flags-0\.hcl: /],
    [
      'an entry of an unknown kind',
      ['-dev', '-hcl=config_entries { bootstrap { kind = "foo" } }'],
      /^==> config_entries\.bootstrap\[0\]: invalid config entry kind: foo/,
    ],
  ];
  for (const [name, args, stderr] of cases) {
    test(name, async () => {
      const ended = await runToEnd(['agent', ...args]);
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, stderr);
      assert.equal(ended.stdout, '');
    });
  }

  test('a first entry that makes no sense, and nothing stays open', async () => {
    const ports = await freeAgentPorts();
    const bad = '{ kind = "service-defaults" name = "dock" protocol = "gopher" }';
    const hcl = `config_entries { bootstrap = [${bad}] }`;
    const ended = await runToEnd(argsOf({ hcl }, ports));
    assert.equal(ended.code, 1);
    assert.match(
      ended.stderr,
      /^==> config_entries\.bootstrap: service-defaults\/dock: .*\n\t\* invalid value for protocol: gopher/,
    );
    for (const port of Object.values(ports)) assert.equal(await isOpen(port), false);
  });
});
