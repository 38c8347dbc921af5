// SPDX-License-Identifier: Apache-2.0
// The servers that a row measures: each a process of its own with durable storage, started as a user
// starts it, with limits on connections raised beyond what the rows open.
import { Cluster } from '../demo/cluster.ts';
import { eventually } from './eventually.ts';
import { HttpConnection } from './load/http-connection.ts';
import type { Trial } from './row.ts';

export interface Peers {
  readonly exporter: Cluster;
  readonly importer: Cluster;
}

/** What the importer calls the exporter, and the other way round. */
export const EXPORTER = 'east';
export const IMPORTER = 'west';

const START_MS = 30_000;
const PEERING_MS = 60_000;
const CONNECTIONS_PER_CLIENT = 15_000;

/** A server that has a leader and a root certificate. */
export async function startCluster(trial: Trial, name: string): Promise<Cluster> {
  const { workspace, program, signal } = trial;
  trial.say(`starting ${name}`);
  const cluster = await Cluster.start({
    name,
    workspace,
    settings: { limits: { http_max_conns_per_client: CONNECTIONS_PER_CLIENT } },
    ...(program.consulBinary === undefined ? {} : { consulBinary: program.consulBinary }),
  });
  await eventually(`${name} has a root`, { signal, withinMs: START_MS, everyMs: 50 }, async () => {
    const path = '/v1/connect/ca/roots';
    const answer = await cluster.client.json<{ ActiveRootID?: string }>({ path }).catch(() => ({}));
    return 'ActiveRootID' in answer && answer.ActiveRootID !== '';
  });
  return cluster;
}

export async function startPair(trial: Trial): Promise<Peers> {
  const [exporter, importer] = await Promise.all([
    startCluster(trial, EXPORTER),
    startCluster(trial, IMPORTER),
  ]);
  return { exporter, importer };
}

/** Peers the two with a token; resolves when both sides are ACTIVE. */
export async function peer(trial: Trial, { exporter, importer }: Peers): Promise<void> {
  trial.say('peering');
  using east = await HttpConnection.open(exporter.ports.http);
  using west = await HttpConnection.open(importer.ports.http);
  const generated = await east.request('POST', '/v1/peering/token', { PeerName: IMPORTER });
  const { PeeringToken } = JSON.parse(generated.body) as { PeeringToken: string };
  await west.request('POST', '/v1/peering/establish', { PeerName: EXPORTER, PeeringToken });
  const patience = { signal: trial.signal, withinMs: PEERING_MS, everyMs: 2 };
  await eventually('both sides ACTIVE', patience, async () => {
    const states = await Promise.all([stateOf(east, IMPORTER), stateOf(west, EXPORTER)]);
    return states.every((state) => state === 'ACTIVE');
  });
}

async function stateOf(connection: HttpConnection, peerName: string): Promise<string> {
  const { body } = await connection.request('GET', `/v1/peering/${peerName}`);
  return (JSON.parse(body) as { State: string }).State;
}

/** Peers that are ACTIVE, all services of the exporter exported to the importer. */
export async function startPeers(trial: Trial): Promise<Peers> {
  const peers = await startPair(trial);
  await peer(trial, peers);
  await peers.exporter.writeConfig({
    Kind: 'exported-services',
    Name: 'default',
    Services: [{ Name: '*', Consumers: [{ Peer: IMPORTER }] }],
  });
  return peers;
}
