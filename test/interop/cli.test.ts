// SPDX-License-Identifier: Apache-2.0
// The real `consul` command line at our agents: whoever has it in scripts and in their fingers keeps it.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Cluster, type Proxy } from '../../demo/cluster.ts';
import { Workspace } from '../../demo/processes.ts';
import { until } from '../../demo/until.ts';
import { freePort } from '../ports.ts';

const consulBinary = process.env['CONSUL_BIN'] ?? '';
const skip = consulBinary === '' ? 'CONSUL_BIN names no real Consul' : false;
const ROOT = join(import.meta.dirname, '..', '..');
const envoyBinary = join(ROOT, '.tools', 'envoy-1.40.0', 'envoy');
const SERVICES = join(ROOT, 'demo', 'services');
const PATIENCE_MS = 15_000;

describe('the real command line drives our agent', { skip, concurrency: false }, () => {
  const workspace = new Workspace();
  let east: Cluster;
  let west: Cluster;

  before(async () => {
    [east, west] = await Promise.all([
      Cluster.start({ name: 'east', workspace, envoyBinary }),
      Cluster.start({ name: 'west', workspace, envoyBinary }),
    ]);
  });
  after(() => workspace[Symbol.asyncDispose]());

  const consul = (cluster: Cluster, ...args: string[]) => cluster.cli(args, consulBinary);
  const fails = (cluster: Cluster, args: string, message: RegExp) =>
    assert.rejects(consul(cluster, ...args.split(' ')), { message });
  /** A file of the workspace with this text. */
  const file = async (name: string, text: string) => {
    const path = join(workspace.folder('files'), name);
    await writeFile(path, text);
    return path;
  };

  test('peering generate-token, establish, list, read and delete', async () => {
    const made = await consul(east, 'peering', 'generate-token', '-name', 'west', '-format=json');
    const token = (JSON.parse(made) as { PeeringToken: string }).PeeringToken;
    const args = ['peering', 'establish', '-name', 'east', '-peering-token', token];
    assert.match(
      await consul(west, ...args),
      /Successfully established peering connection with east/,
    );
    const list = () => consul(west, 'peering', 'list');
    await until(
      'listed as active',
      { timeoutMs: PATIENCE_MS, signal: workspace.signal },
      async () => /^east +ACTIVE +0 +0/m.test(await list()),
    );
    const read = await consul(west, 'peering', 'read', '-name', 'east', '-format=json');
    const { Name, State, PeerServerAddresses } = JSON.parse(read) as Record<string, unknown>;
    assert.deepEqual(
      { Name, State, PeerServerAddresses },
      {
        Name: 'east',
        State: 'ACTIVE',
        PeerServerAddresses: [`127.0.0.1:${east.ports.grpcTls}`],
      },
    );
    await fails(west, 'peering read -name north', /No peering with name north found/);
    const deleted = await consul(west, 'peering', 'delete', '-name', 'east');
    assert.match(deleted, /Successfully submitted peering connection, east, for deletion/);
    await until('gone', { timeoutMs: PATIENCE_MS, signal: workspace.signal }, async () =>
      (await list()).includes('There are no peering connections'),
    );
    await until('told', { timeoutMs: PATIENCE_MS, signal: workspace.signal }, async () =>
      /^west +TERMINATED/m.test(await consul(east, 'peering', 'list')),
    );
  });

  test('config write, read, list and delete', async () => {
    const hcl = 'Kind = "service-defaults"\nName = "ledger"\nProtocol = "http"\n';
    const written = await consul(east, 'config', 'write', await file('ledger.hcl', hcl));
    assert.match(written, /Config entry written: service-defaults\/ledger/);
    const which = ['-kind', 'service-defaults', '-name', 'ledger'];
    const read = await consul(east, 'config', 'read', ...which);
    assert.equal((JSON.parse(read) as { Protocol: string }).Protocol, 'http');
    assert.equal(await consul(east, 'config', 'list', '-kind', 'service-defaults'), 'ledger\n');
    const stale = ['-cas', '-modify-index', '1'];
    await assert.rejects(consul(east, 'config', 'delete', ...which, ...stale), /not deleted/);
    assert.match(await consul(east, 'config', 'delete', ...which), /Config entry deleted/);
    await fails(
      east,
      'config read -kind service-defaults -name ledger',
      /404 \(Config entry not found for "service-defaults" \/ "ledger"\)/,
    );
  });

  test('services register, export and deregister, and catalog shows them', async () => {
    const definition = await file(
      'billing.hcl',
      'service {\n name = "billing"\n port = 90\n tags = ["v2"]\n}',
    );
    assert.match(
      await consul(east, 'services', 'register', definition),
      /Registered service: billing/,
    );
    assert.equal(await consul(east, 'catalog', 'services'), 'billing\nconsul\n');
    assert.match(await consul(east, 'catalog', 'services', '-tags'), /^billing +v2$/m);
    assert.match(await consul(east, 'catalog', 'nodes', '-service', 'billing'), /^east-server /m);
    assert.equal(await consul(east, 'catalog', 'datacenters'), 'east\n');
    const exporting = ['services', 'export', '-name', 'billing', '-consumer-peers', 'west'];
    assert.match(await consul(east, ...exporting), /Successfully exported service "billing"/);
    assert.match(await consul(east, 'services', 'exported-services'), /^billing +west$/m);
    const removed = await consul(east, 'services', 'deregister', '-id', 'billing');
    assert.match(removed, /Deregistered service: billing/);
    assert.equal(await consul(east, 'catalog', 'services'), 'consul\n');
  });

  test('members and info', async () => {
    assert.match(await consul(east, 'members'), /^east-server +127\.0\.0\.1:\d+ +alive +server /m);
    assert.match(await consul(east, 'info'), /server = true/);
  });

  test('connect envoy runs sidecars that serve a call', async () => {
    const [port, publicPort, shopPort, upstreamPort, shopPublicPort] = await Promise.all(
      Array.from({ length: 5 }, () => freePort()),
    );
    const start = (name: string, ...args: unknown[]) =>
      workspace.start(name, {
        command: process.execPath,
        args: [join(SERVICES, `${name}.ts`), ...args.map(String)],
        readyText: 'ready',
      });
    await start('orders', port, 'orders of east');
    await start('shop', shopPort, upstreamPort);
    await east.register({
      Name: 'orders',
      Port: port,
      Connect: { SidecarService: { Port: publicPort } },
    });
    const upstream = { DestinationName: 'orders', LocalBindPort: upstreamPort };
    await east.register({
      Name: 'shop',
      Port: shopPort,
      Connect: { SidecarService: { Port: shopPublicPort, Proxy: { Upstreams: [upstream] } } },
    });
    const sources = 'Sources = [{ Name = "shop", Action = "allow" }]\n';
    const hcl = `Kind = "service-intentions"\nName = "orders"\n${sources}`;
    await consul(east, 'config', 'write', await file('allow.hcl', hcl));
    const proxies: readonly Proxy[] = await Promise.all(
      ['orders', 'shop'].map((id) =>
        east.startProxy(`sidecar of ${id}`, ['-sidecar-for', id], consulBinary),
      ),
    );
    assert.equal(
      proxies.every(({ process }) => process.isRunning),
      true,
    );
    await until(
      'a call is served',
      { timeoutMs: PATIENCE_MS, signal: workspace.signal },
      async () => {
        const answer = await fetch(`http://127.0.0.1:${shopPort}/buy`);
        return answer.status === 200 && (await answer.text()).includes('orders of east');
      },
    );
  });

  test('connect envoy registers and runs a mesh gateway', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const args = ['-gateway=mesh', '-register', '-address', address, '-wan-address', address];
    await east.startProxy('mesh gateway', args, consulBinary);
    assert.match(await consul(east, 'catalog', 'services'), /^mesh-gateway$/m);
    await until('it is healthy', { timeoutMs: PATIENCE_MS, signal: workspace.signal }, async () => {
      const path = '/v1/health/service/mesh-gateway?passing';
      return (await east.client.json<readonly unknown[]>({ path })).length === 1;
    });
  });
});
