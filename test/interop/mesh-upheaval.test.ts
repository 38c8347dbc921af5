// SPDX-License-Identifier: Apache-2.0
// What calls between a real Consul and ours live through: servers that restart or are killed, exports that are taken
// back, peerings deleted at either side, and calls in both directions over one peering.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { callDuring } from '../../demo/calls.ts';
import { isRefused, isServed, type Mesh, type Variant } from '../../demo/mesh.ts';
import { Workspace } from '../../demo/processes.ts';
import { Report } from '../../demo/report.ts';
import * as steps from '../../demo/scenario.ts';
import { freePort } from '../ports.ts';

const consulBinary = process.env['CONSUL_BIN'];
const skip = consulBinary === undefined ? 'CONSUL_BIN names no real Consul' : false;
const envoyBinary = join(import.meta.dirname, '..', '..', '.tools', 'envoy-1.40.0', 'envoy');

// A real importer ejects its only gateway while calls fail and looks again after half a minute.
const PATIENCE_MS = 120_000;
const CALLS_BACK = 20;

const variants: readonly Variant[] = [
  { protocol: 'http', gatewayMode: 'remote' },
  { protocol: 'tcp', gatewayMode: 'local' },
];

describe('calls between a real Consul and ours', { skip }, () => {
  for (const consul of ['east', 'west'] as const) {
    const role = consul === 'east' ? 'exports' : 'imports';
    for (const variant of variants) {
      const { protocol, gatewayMode } = variant;
      test(`outlive what happens to servers when the real one ${role}: ${protocol}, ${gatewayMode}`, async (t) => {
        await using workspace = new Workspace();
        const report = new Report((text) => t.diagnostic(text.trim()));
        const stage = await steps.startStage(
          {
            ...variant,
            workspace,
            acceptor: consul,
            envoyBinary,
            [consul]: { consulBinary },
            patienceMs: PATIENCE_MS,
            firstCallMs: PATIENCE_MS,
          },
          report,
        );
        const { mesh } = stage;
        await steps.peer(stage);
        await steps.startServices(stage);
        await steps.decideByIntentions(stage);
        for (const cluster of [mesh.east, mesh.west]) {
          await steps.restart(stage, cluster, 'restarts');
          await steps.restart(stage, cluster, 'is killed');
        }
        await callBack(stage);
        await takeExportBack(stage);
        await steps.deletePeering(stage, mesh.east);
        await report.step('peered again → calls answer', async () => {
          await mesh.repeer(PATIENCE_MS);
          await steps.becomeActive(mesh, PATIENCE_MS);
          return steps.served(stage);
        });
        await steps.deletePeering(stage, mesh.west);
      });
    }
  }
});

/** West exports too, and a service in east calls it over the same peering. */
async function callBack({ mesh, report, options, patienceMs }: steps.Stage): Promise<void> {
  const { east, west } = mesh;
  const port = await freePort();
  await report.step('the other direction: refused without an intention', async () => {
    await west.cli(['services', 'export', '-name', 'billing', '-consumer-peers', 'east']);
    await mesh.startCallee(west, 'billing', 'billing-1');
    await mesh.startCaller(east, 'desk', { port, calls: 'billing' });
    await mesh.until('the call back is refused', patienceMs, async () =>
      isRefused(await mesh.call(port), options),
    );
  });
  await report.step('the other direction: answers with one, and calls go both ways', async () => {
    const Sources = [{ Name: 'desk', Peer: 'east', Action: 'allow' }];
    await west.writeConfig({ Kind: 'service-intentions', Name: 'billing', Sources });
    const answersBack = async () => {
      const answer = await mesh.call(port);
      return isServed(answer) && answer.body.includes('billing-1 of west');
    };
    await mesh.until('the call back answers', patienceMs, answersBack);
    return callDuring(mesh, async () => {
      for (let i = 0; i < CALLS_BACK; i += 1) assert.ok(await answersBack());
    });
  });
}

/** Without its export orders is nowhere in west; with it again, calls answer again. */
async function takeExportBack(stage: steps.Stage): Promise<void> {
  const { mesh, report, patienceMs } = stage;
  const { east, west } = mesh;
  await report.step('export taken back → imports empty, calls fail', async () => {
    await east.deleteConfig('exported-services', 'default');
    await mesh.until('west has no orders', patienceMs, async () => {
      return (await steps.importsOf(mesh)) === 0 && !isServed(await mesh.call());
    });
    assert.deepEqual(await importedNames(west), []);
  });
  await report.step('exported again → calls answer', async () => {
    await east.cli(['services', 'export', '-name', 'orders', '-consumer-peers', 'west']);
    return steps.served(stage);
  });
}

/** Names of the services that a cluster has from its peer, as its peering tells. */
async function importedNames({ client }: Mesh['west']): Promise<readonly string[]> {
  const path = '/v1/peering/east';
  const { StreamStatus } = await client.json<PeeringAnswer>({ path });
  return StreamStatus.ImportedServices ?? [];
}

interface PeeringAnswer {
  readonly StreamStatus: { readonly ImportedServices: readonly string[] | null };
}
