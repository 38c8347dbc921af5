// SPDX-License-Identifier: Apache-2.0
// The main job, and what goes wrong in it, between two agents that print all they can; then everything that is
// secret is looked for in what they printed.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { CLUSTERS, openAds } from '../ads-client.ts';
import { freePort } from '../ports.ts';
import { type AgentProcess, startAgent, withFolder } from './agent-process.ts';
import { succeed } from './cluster.ts';
import { altered, establish, exportTo, gone, imported, state, tokenOf } from './pair.ts';
import { RawPeer } from './raw-peer.ts';

const ACL_TOKEN = 'acl-token-5f0d7a1c';
const PASTED = 'pasted-by-mistake-93ab';

/** The secret strings of a store: those of peerings and the keys of the CA. */
function storedSecrets(dataDir: string): string[] {
  const database = new DatabaseSync(join(dataDir, 'causeway.db'));
  const rows = database
    .prepare(`SELECT value FROM rows WHERE tbl IN ('peering-secrets', 'ca-keys')`)
    .all() as { value: string }[];
  database.close();
  return rows.flatMap(({ value }) => {
    const {
      peeringId: _id,
      rootId: _root,
      ...secrets
    } = JSON.parse(value) as Record<string, string>;
    return Object.values(secrets);
  });
}

/** What must not be found: the text itself, and of a key each line, however the lines are joined. */
function traces(secret: string): string[] {
  if (!secret.includes('PRIVATE KEY')) return [secret];
  return secret.split('\n').filter((line) => line.length > 16 && !line.startsWith('--'));
}

async function mainJob(east: AgentProcess, west: AgentProcess): Promise<string[]> {
  await succeed(east, 'PUT', '/v1/agent/service/register', {
    Name: 'orders',
    Port: 80,
    Token: ACL_TOKEN,
    Connect: { SidecarService: {} },
    Check: { Name: 'web', HTTP: `http://user:${PASTED}@127.0.0.1:1/`, Interval: '1s' },
  });
  await exportTo(east, { orders: ['west'] });
  const replaced = await tokenOf(east, 'west');
  const token = await tokenOf(east, 'west');
  assert.equal((await establish(west, 'east', token)).status, 200);
  await state(east, 'west', 'ACTIVE');
  await imported(west, 'east', 'orders', (instances) => instances.length === 1);
  const leaf = await succeed<{ PrivateKeyPEM: string }>(
    east,
    'GET',
    '/v1/agent/connect/ca/leaf/orders',
  );
  await using proxy = openAds(east.ports.grpc);
  proxy.send({ node: { id: 'orders-sidecar-proxy' }, typeUrl: CLUSTERS });
  await proxy.next();
  return [replaced, token, leaf.PrivateKeyPEM];
}

/** Tokens and secrets that are refused, in each way in which they can be. */
async function mistakes(east: AgentProcess, west: AgentProcess): Promise<string[]> {
  const token = await tokenOf(east, 'other');
  const bad = [
    `${token.slice(0, -20)}${PASTED}`,
    altered(token, { EstablishmentSecret: PASTED }),
    altered(token, { ServerName: 'wrong.name' }),
    altered(token, { ServerAddresses: [`127.0.0.1:${await freePort()}`] }),
  ];
  const answers = await Promise.all(bad.map((each, i) => establish(west, `bad-${i}`, each)));
  for (const { status, text } of answers) {
    assert.ok(status >= 400);
    assert.ok(!text.includes(PASTED), text);
  }
  const peer = await RawPeer.open(token);
  const stream = peer.stream();
  stream.send(peer.opening(undefined, PASTED));
  assert.equal((await stream.ended).code, 7);
  const used = await establish(west, 'used', token);
  assert.equal(used.status, 403);
  await succeed(east, 'DELETE', '/v1/peering/other');
  await gone(east, 'other');
  return [token, PASTED];
}

/** Requests that carry an access token in each of the three places, good and bad ones. */
async function withAccessTokens({ url }: AgentProcess): Promise<string[]> {
  const headers: readonly Record<string, string>[] = [
    { 'X-Consul-Token': ACL_TOKEN },
    { Authorization: `Bearer ${ACL_TOKEN}` },
    {},
  ];
  const targets = ['/v1/catalog/nodes', '/v1/nothing', '/v1/config', '/v1/peering/%'];
  for (const each of headers) {
    for (const target of targets) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? { body: `{"Token":"${ACL_TOKEN}` } : {};
        const address = `${url}${target}?token=${ACL_TOKEN}`;
        await (await fetch(address, { method, headers: each, ...body })).text();
      }
    }
  }
  return [ACL_TOKEN];
}

test('no secret is in what an agent prints, whatever happens and however much it prints', async () => {
  await withFolder(async (folder) => {
    const open = (datacenter: string, ...more: string[]) =>
      startAgent({
        dataDir: join(folder, datacenter),
        args: [`-datacenter=${datacenter}`, '-log-level=trace', ...more],
        hcl: `acl { tokens { agent = "${ACL_TOKEN}" } } encrypt = "${PASTED}"`,
      });
    await using east = await open('east');
    await using west = await open('west', '-log-json');
    const secrets = [
      ...(await mainJob(east, west)),
      ...(await mistakes(east, west)),
      ...(await withAccessTokens(east)),
      ...(await withAccessTokens(west)),
    ];
    const ended = await Promise.all([east.end(), west.end()]);
    for (const datacenter of ['east', 'west']) {
      const stored = storedSecrets(join(folder, datacenter));
      assert.ok(stored.length >= 2, 'a key and a secret at least');
      secrets.push(...stored);
    }
    const establishments = secrets
      .filter((secret) => secret.startsWith('ey'))
      .map((token) => JSON.parse(Buffer.from(token, 'base64').toString()).EstablishmentSecret);
    assert.equal(establishments.length, 3);
    const printed = ended.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    assert.match(printed, /"bad-\d"|refused a peering token/, 'mistakes are told');
    for (const secret of [...secrets, ...establishments].flatMap(traces)) {
      assert.ok(secret.length > 8);
      assert.ok(!printed.includes(secret), `${secret} was printed`);
    }
  });
});
