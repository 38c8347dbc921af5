// SPDX-License-Identifier: Apache-2.0
// The command line and the server, each without knowing the other: what one writes the other one reads back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { table } from '../src/cli/commands.ts';
import { runCli } from '../src/cli/main.ts';
import { parseFlags } from '../src/cli/flags.ts';
import { silentLogger } from '../src/model/logger.ts';
import { agentFlags } from '../src/server/config/flags.ts';
import { loadAgentConfig } from '../src/server/config/load.ts';
import { type RunningServer, startServer } from '../src/server/wiring.ts';
import { freePort } from './ports.ts';

const NODE_ID = '31b59e53-0000-4000-8000-000000000000';

describe('the command line at a real agent', () => {
  let address: string;
  let server: RunningServer;
  before(async () => {
    const port = await freePort();
    address = `127.0.0.1:${port}`;
    const argv = [
      '-dev',
      '-node=story',
      `-http-port=${port}`,
      '-grpc-port=-1',
      '-grpc-tls-port=-1',
    ];
    server = await startServer(
      loadAgentConfig(parseFlags(agentFlags, argv)),
      NODE_ID,
      silentLogger,
    );
  });
  after(() => server.stop());

  /** What it prints; fails when it does, unless with a code that is expected. */
  async function run(words: string | readonly string[], input = '', expected = 0): Promise<string> {
    let out = '';
    let err = '';
    const argv = typeof words === 'string' ? words.split(' ') : words;
    const code = await runCli(table, argv, {
      out: (text) => (out += typeof text === 'string' ? text : Buffer.from(text).toString()),
      err: (text) => (err += text),
      environment: { CONSUL_HTTP_ADDR: address, SHELL: '/bin/sh' },
      readInput: () => Promise.resolve(Buffer.from(input)),
      onInterrupt: () => () => {},
    });
    assert.equal(code, expected, `${argv.join(' ')}: ${err}`);
    return expected === 0 ? out : err;
  }

  test('keeps keys, with conditions', async () => {
    await run('kv put -flags=18446744073709551615 a/b one');
    assert.equal(await run('kv get a/b'), 'one\n');
    const index = /ModifyIndex +(\d+)/.exec(await run('kv get -detailed a/b'))?.[1];
    assert.match(await run('kv get -detailed a/b'), /Flags +18446744073709551615\n/);
    await run(`kv put -cas -modify-index=${index} a/b two`);
    assert.match(await run(`kv put -cas -modify-index=${index} a/b three`, '', 1), /CAS failed/);
    assert.equal(await run('kv get -recurse a'), 'a/b:two\n');
    assert.equal(await run('kv get -keys a'), 'a/\n');
  });

  test('moves a tree', async () => {
    await run(['kv', 'put', 'tree/ü ?#%&+', 'x']);
    await run('kv put tree/folder/');
    const exported = await run('kv export tree/');
    await run('kv delete -recurse tree/');
    assert.equal(await run('kv export tree/'), '[]\n');
    await run('kv import -', exported);
    assert.equal(await run('kv export tree/'), exported);
  });

  test('holds a session and a lock', async () => {
    const id = (await run('session create -name=story -ttl=20s')).trim();
    await run(`kv put -acquire -session=${id} leader me`);
    assert.match(await run('kv get -detailed leader'), new RegExp(`Session +${id}\n`));
    assert.match(await run('session list'), new RegExp(`^${id} +story `, 'm'));
    assert.match(await run(`session renew ${id}`), /TTL 20s/);
    await run(`session destroy ${id}`);
    assert.match(await run('kv get -detailed leader'), /Session +-\n/);
    assert.match(await run(`session read ${id}`, '', 1), /No session with id/);
  });

  for (const count of [1, 2]) {
    test(`runs a program under a lock for ${count}, and leaves nothing`, async () => {
      assert.match(await run(`lock -verbose -n=${count} locks/x true`), /Cleanup succeeded\n$/);
      assert.equal(await run('kv get -keys locks/'), '');
      assert.equal(await run('session list'), 'There are no sessions.\n');
    });
  }

  test('shows what is watched', async () => {
    await run('kv put watched 1');
    const shown = JSON.parse(await run('watch -type=key -key=watched')) as { Value: string };
    assert.equal(Buffer.from(shown.Value, 'base64').toString(), '1');
    assert.equal(await run('watch -type=key -key=nowhere'), 'null\n');
  });

  test('registers, lists and takes back a service', async () => {
    await run('services register -name=web -port=80 -tag=a');
    assert.match(await run('watch -type=service -service=web'), /"Port": 80/);
    await run('maint -enable -service=web -reason=why');
    assert.match(await run('maint'), /ID: {5}web\n {2}Reason: why/);
    await run('services deregister -id=web');
  });

  test('writes, reads and deletes entries', async () => {
    await run('config write -', 'Kind = "service-defaults"\nName = "web"\nProtocol = "http"');
    assert.match(await run('config read -kind service-defaults -name web'), /"Protocol": "http"/);
    assert.equal(await run('config list -kind service-defaults'), 'web\n');
    await run('config delete -kind service-defaults -name web');
  });

  test('says who from a peer may call whom', async () => {
    await run('intention create peer:west/web db');
    await run('intention create -deny peer:west/* db');
    const entry = JSON.parse(await run('config read -kind service-intentions -name db')) as object;
    const { Sources } = entry as { Sources: { Name: string; Peer: string; Action: string }[] };
    assert.deepEqual(
      Sources.map(({ Name, Peer, Action }) => [Name, Peer, Action]),
      [
        ['web', 'west', 'allow'],
        ['*', 'west', 'deny'],
      ],
    );
    await run('intention delete peer:west/web db');
    await run('intention delete peer:west/* db');
    assert.equal(await run('config list -kind service-intentions'), '');
  });
});
