// SPDX-License-Identifier: Apache-2.0
// The main job, step by step, each step checked. It throws at the first that does not do what it says.
import { Stop, until } from './cluster.ts';
import { type Answer, isRefused, isServed, Mesh, type MeshOptions } from './mesh.ts';
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

interface PeeringAnswer {
  readonly State: string;
}

/** Runs all steps on a fresh stage; resolves with the stage, still running. */
export async function runScenario(options: ScenarioOptions, report: Report): Promise<Mesh> {
  let mesh!: Mesh;
  const { protocol, patienceMs = PATIENCE_MS, firstCallMs = FIRST_CALL_MS } = options;
  await report.step('two clusters, each with a server', async () => {
    mesh = await Mesh.start(options);
  });
  const isEastDialed = options.acceptor !== 'west';
  const [acceptor, dialer] = isEastDialed ? [mesh.east, mesh.west] : [mesh.west, mesh.east];
  let token = '';
  await report.step(`token generated in ${acceptor.name}`, async () => {
    token = (await acceptor.cli(['peering', 'generate-token', '-name', dialer.name])).trim();
    return `${token.length} characters`;
  });
  await report.step(`established in ${dialer.name}`, async () => {
    const args = ['peering', 'establish', '-name', acceptor.name, '-peering-token', token];
    return (await dialer.cli(args)).trim();
  });
  await report.step('both sides ACTIVE', () => becomeActive(mesh, patienceMs));
  await report.step('mesh gateways started', () => mesh.startGateways());
  await report.step('orders exported', async () => {
    const args = ['services', 'export', '-name', 'orders', '-consumer-peers', 'west'];
    return (await mesh.east.cli(args)).trim();
  });
  await report.step('orders and shop started with their sidecars', async () => {
    await Promise.all([mesh.startOrders('orders-1'), mesh.startShop()]);
  });
  const refused = () => callUntil('the call is refused', mesh, patienceMs, isTurnedAway);
  const isTurnedAway = (answer: Answer) => isRefused(answer, options);
  const served = (withinMs = patienceMs) => {
    return callUntil('the call answers', mesh, withinMs, isServed);
  };
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
    return served(firstCallMs);
  });
  await report.step('intention removed → refused again', async () => {
    await mesh.east.deleteConfig('service-intentions', 'orders');
    return refused();
  });
  await report.step('intention restored → call answers', async () => {
    await writeIntention(mesh);
    return served();
  });
  await report.step('second instance of orders → both answer', async () => {
    await mesh.startOrders('orders-2');
    return bothAnswer(mesh, patienceMs);
  });
  await report.step('one goes into maintenance → no call fails', () => drainOne(mesh, patienceMs));
  await report.step('server of west restarts under calls → none fails', async () => {
    const count = await callDuring(mesh, async () => {
      await mesh.west.server.stop();
      await mesh.west.startServer();
      await becomeActive(mesh, patienceMs);
    });
    return `${count} calls, all answered`;
  });
  await report.step(`peering deleted in west → calls fail, imports gone`, async () => {
    await mesh.west.cli(['peering', 'delete', '-name', 'east']);
    await until('west has no imports and calls fail', patienceMs, async () => {
      const path = '/v1/health/service/orders?peer=east';
      const imported = await mesh.west.client.json<readonly unknown[]>({ path });
      return imported.length === 0 && !isServed(await mesh.call());
    });
    return `calls end, east is told (${protocol})`;
  });
  return mesh;
}

async function becomeActive(mesh: Mesh, patienceMs: number): Promise<string> {
  const stateOf = (cluster: Mesh['east'], peer: string) =>
    cluster.client.json<PeeringAnswer>({ path: `/v1/peering/${peer}` });
  await until('both sides ACTIVE', patienceMs, async () => {
    const [east, west] = await Promise.all([
      stateOf(mesh.east, 'west'),
      stateOf(mesh.west, 'east'),
    ]);
    return east.State === 'ACTIVE' && west.State === 'ACTIVE';
  });
  return 'ACTIVE, ACTIVE';
}

function writeIntention(
  mesh: Mesh,
  sources: readonly object[] = [{ Name: 'shop', Peer: 'west', Action: 'allow' }],
): Promise<unknown> {
  return mesh.east.writeConfig({ Kind: 'service-intentions', Name: 'orders', Sources: sources });
}

/** No single call gets through for as long as an intention would have taken to work. */
async function staysRefused(mesh: Mesh, options: ScenarioOptions): Promise<string> {
  const deadline = performance.now() + 1_000;
  let count = 0;
  while (performance.now() < deadline) {
    const answer = await mesh.call();
    count += 1;
    if (!isRefused(answer, options))
      throw new Error(`call ${count} got ${answer.status} ${answer.body}`);
  }
  return `${count} calls, all refused`;
}

async function callUntil(
  what: string,
  mesh: Mesh,
  patienceMs: number,
  isWanted: (answer: Answer) => boolean,
): Promise<string> {
  let last = 'none';
  await until(what, patienceMs, async () => {
    const answer = await mesh.call();
    last = `${answer.status} ${answer.body}`;
    return isWanted(answer);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; last answer: ${last}`, { cause: error });
  });
  return last;
}

async function bothAnswer(mesh: Mesh, patienceMs: number): Promise<string> {
  const seen = new Set<string>();
  await until('both instances answer', patienceMs, async () => {
    const answer = await mesh.call();
    if (!isServed(answer)) throw new Stop(`a call failed: ${answer.status} ${answer.body}`);
    seen.add(answer.body);
    return seen.size === 2;
  });
  return [...seen].sort().join(' / ');
}

async function drainOne(mesh: Mesh, patienceMs: number): Promise<string> {
  const path = '/v1/agent/service/maintenance/orders-1?enable=true&reason=demo';
  const count = await callDuring(mesh, async () => {
    await mesh.east.client.send({ method: 'PUT', path });
    let othersInARow = 0;
    await until('only orders-2 answers', patienceMs, async () => {
      const answer = await mesh.call();
      othersInARow = answer.body.includes('orders-2') ? othersInARow + 1 : 0;
      return othersInARow >= 20;
    });
  });
  return `${count} calls, all answered`;
}

/** Calls all the time while something is done; throws when a call fails; resolves with their number. */
async function callDuring(mesh: Mesh, work: () => Promise<void>): Promise<number> {
  let isOver = false;
  let count = 0;
  const calling = (async () => {
    while (!isOver) {
      const answer = await mesh.call();
      count += 1;
      if (!isServed(answer)) {
        throw new Error(`call ${count} failed: ${answer.status} ${answer.body}`);
      }
    }
  })();
  const working = work().finally(() => (isOver = true));
  await Promise.all([calling, working]);
  return count;
}
