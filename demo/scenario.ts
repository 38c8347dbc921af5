// SPDX-License-Identifier: Apache-2.0
// The main job, step by step, each step checked. It throws at the first that does not do what it says.
import {
  becomesRefused,
  bothAnswer,
  callDuring,
  callUntil,
  onlyAnswers,
  staysRefused,
} from './calls.ts';
import type { Cluster } from './cluster.ts';
import { isServed, Mesh, type MeshOptions } from './mesh.ts';
import type { Report } from './report.ts';

const PATIENCE_MS = 15_000;
/** The first call must answer within this time. */
const FIRST_CALL_MS = 2_000;

export interface ScenarioOptions extends MeshOptions {
  /** Which cluster makes the token; the other one dials. */
  readonly acceptor?: 'east' | 'west';
  /** How long a state may take to come about; a real Consul takes longer than we do. */
  readonly patienceMs?: number;
  readonly firstCallMs?: number;
  /** Also show that intentions for others of the same name admit nobody. */
  readonly triesStrangers?: boolean;
}

/** What the steps act on. */
export interface Stage {
  readonly mesh: Mesh;
  readonly report: Report;
  readonly options: ScenarioOptions;
  readonly patienceMs: number;
}

interface PeeringAnswer {
  readonly State: string;
}

/** Runs all steps on a fresh stage; resolves with it, still running. */
export async function runScenario(options: ScenarioOptions, report: Report): Promise<Stage> {
  const stage = await startStage(options, report);
  await peer(stage);
  await startServices(stage);
  await decideByIntentions(stage);
  await addAndDrain(stage);
  await restart(stage, stage.mesh.west, 'restarts');
  await deletePeering(stage, stage.mesh.west);
  return stage;
}

export async function startStage(options: ScenarioOptions, report: Report): Promise<Stage> {
  let mesh!: Mesh;
  await report.step('two clusters, each with a server', async () => {
    mesh = await Mesh.start(options);
  });
  return { mesh, report, options, patienceMs: options.patienceMs ?? PATIENCE_MS };
}

export async function peer({ mesh, report, options, patienceMs }: Stage): Promise<void> {
  const acceptor = options.acceptor === 'west' ? mesh.west : mesh.east;
  const dialer = mesh.peerOf(acceptor);
  let token = '';
  await report.step(`token generated in ${acceptor.name}`, async () => {
    token = (await acceptor.cli(['peering', 'generate-token', '-name', dialer.name])).trim();
    return `${token.length} characters`;
  });
  await report.step(`established in ${dialer.name}`, async () => {
    const args = ['peering', 'establish', '-name', acceptor.name, '-peering-token', token];
    return (await dialer.cli(args)).trim();
  });
  await report.step('both sides ACTIVE', async () => {
    await becomeActive(mesh, patienceMs);
    return 'ACTIVE, ACTIVE';
  });
}

export async function startServices({ mesh, report }: Stage): Promise<void> {
  await report.step('mesh gateways started', () => mesh.startGateways());
  await report.step('orders exported', async () => {
    const args = ['services', 'export', '-name', 'orders', '-consumer-peers', 'west'];
    return (await mesh.east.cli(args)).trim();
  });
  await report.step('orders and shop started with their sidecars', async () => {
    await Promise.all([mesh.startOrders('orders-1'), mesh.startShop()]);
  });
}

export async function decideByIntentions(stage: Stage): Promise<void> {
  const { mesh, report, options, patienceMs } = stage;
  const { firstCallMs = FIRST_CALL_MS } = options;
  const refused = () => becomesRefused(mesh, options, patienceMs);
  await report.step("shop's call refused, there is no intention", refused);
  if (options.triesStrangers === true) {
    await report.step('intentions for others of that name → still refused', async () => {
      await writeIntention(mesh, [
        { Name: 'shop', Action: 'allow' },
        { Name: 'shop', Peer: 'north', Action: 'allow' },
        { Name: 'other', Peer: 'west', Action: 'allow' },
      ]);
      return staysRefused(mesh, options);
    });
  }
  await report.step('intention written → call answers', async () => {
    await writeIntention(mesh);
    return served(stage, firstCallMs);
  });
  await report.step('intention removed → refused again', async () => {
    await mesh.east.deleteConfig('service-intentions', 'orders');
    return refused();
  });
  await report.step('intention restored → call answers', async () => {
    await writeIntention(mesh);
    return served(stage);
  });
}

export async function addAndDrain({ mesh, report, patienceMs }: Stage): Promise<void> {
  await report.step('second instance of orders → both answer', async () => {
    await mesh.startOrders('orders-2');
    return bothAnswer(mesh, patienceMs);
  });
  await report.step('one goes into maintenance → no call fails', () => {
    const path = '/v1/agent/service/maintenance/orders-1?enable=true&reason=demo';
    return callDuring(mesh, async () => {
      await mesh.east.client.send({ method: 'PUT', path });
      await onlyAnswers('orders-2', mesh, patienceMs);
    });
  });
}

/** Ends a server, in order or not, and starts it again. A real Consul may fail calls meanwhile, we may not. */
export async function restart(
  stage: Stage,
  cluster: Cluster,
  how: 'restarts' | 'is killed',
): Promise<void> {
  const { mesh, report, patienceMs } = stage;
  const endAndStart = async () => {
    await (how === 'restarts' ? cluster.server.stop() : cluster.server.kill());
    await cluster.startServer();
    await becomeActive(mesh, patienceMs);
  };
  if (cluster.isOurs) {
    const title = `server of ${cluster.name} ${how} under calls → none fails`;
    await report.step(title, () => callDuring(mesh, endAndStart));
  } else {
    await report.step(`server of ${cluster.name} ${how} → calls resume`, async () => {
      await endAndStart();
      return served(stage);
    });
  }
}

/** Deletes the peering in one cluster: its imports go, the other is told, and calls end. */
export async function deletePeering(stage: Stage, cluster: Cluster): Promise<void> {
  const { mesh, report, patienceMs } = stage;
  const other = mesh.peerOf(cluster);
  await report.step(`peering deleted in ${cluster.name} → calls fail, imports gone`, async () => {
    await cluster.cli(['peering', 'delete', '-name', other.name]);
    await mesh.until('west has no imports and calls fail', patienceMs, async () => {
      return (await importsOf(mesh)) === 0 && !isServed(await mesh.call());
    });
    await mesh.until(`${other.name} is told`, patienceMs, async () => {
      return (await stateOf(other, cluster.name)) === 'TERMINATED';
    });
    return `calls end, ${other.name} shows TERMINATED`;
  });
}

/** Makes everything work again: a new peering, and no instance in maintenance. */
export async function restore(stage: Stage): Promise<void> {
  const { mesh, report, patienceMs } = stage;
  await report.step('peered again, both instances in service → both answer', async () => {
    await mesh.repeer(patienceMs);
    const path = '/v1/agent/service/maintenance/orders-1?enable=false';
    await mesh.east.client.send({ method: 'PUT', path });
    await served(stage);
    return bothAnswer(mesh, patienceMs);
  });
}

/** How many instances of orders west has from its peer. */
export async function importsOf({ west }: Mesh): Promise<number> {
  const path = '/v1/health/service/orders?peer=east';
  return (await west.client.json<readonly unknown[]>({ path })).length;
}

export function served(stage: Stage, withinMs = stage.patienceMs): Promise<string> {
  return callUntil('the call answers', stage.mesh, withinMs, isServed);
}

export function becomeActive(mesh: Mesh, patienceMs: number): Promise<void> {
  return mesh.until('both sides ACTIVE', patienceMs, async () => {
    const { east, west } = mesh;
    const states = await Promise.all([stateOf(east, 'west'), stateOf(west, 'east')]);
    return states.every((state) => state === 'ACTIVE');
  });
}

async function stateOf(cluster: Cluster, peerName: string): Promise<string> {
  const { client } = cluster;
  return (await client.json<PeeringAnswer>({ path: `/v1/peering/${peerName}` })).State;
}

function writeIntention(
  mesh: Mesh,
  sources: readonly object[] = [{ Name: 'shop', Peer: 'west', Action: 'allow' }],
): Promise<unknown> {
  return mesh.east.writeConfig({ Kind: 'service-intentions', Name: 'orders', Sources: sources });
}
