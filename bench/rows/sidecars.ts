// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../demo/cluster.ts';
import { encodeRequest } from '../load/http-answer.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { encodeRegistration } from '../load/registration.ts';
import { sendAll } from '../load/send-all.ts';
import { SidecarFleet } from '../load/sidecar-fleet.ts';
import { residentBytes } from '../process-cost.ts';
import type { Row, Sample, Trial } from '../row.ts';
import { startCluster } from '../stage.ts';
import { median } from '../statistics.ts';

const NODE = 'pods';
const UPSTREAMS = ['users', 'stock', 'prices'];
const SIDECAR_PORT = 20_000;
const REST_MS = 3_000;
const KIB = 1_024;

/** The row for a service of one protocol: Envoy gets its policy in another place with each. */
export function sidecars(number: number, protocol: 'http' | 'tcp'): Row {
  return {
    number,
    title: `Sidecars, ${protocol}`,
    method: protocol === 'http' ? METHOD : 'The same with services that speak tcp.',
    figures: [
      {
        key: 'medianMs',
        title: `an intention change reaches the median of 1,000 sidecars (${protocol})`,
        unit: 'ms',
        better: 'less',
        target: 250,
      },
      {
        key: 'lastMs',
        title: `an intention change reaches the last of 1,000 sidecars (${protocol})`,
        unit: 'ms',
        better: 'less',
        target: 500,
      },
      {
        key: 'memoryKiB',
        title: `resident memory for each of 1,000 sidecars (${protocol})`,
        unit: 'KiB',
        better: 'less',
        target: 150,
      },
      {
        key: 'startMs',
        title: `1,000 sidecars (${protocol}) configured after they all connect at once`,
        unit: 'ms',
        better: 'less',
      },
    ],
    measure: (trial) => measure(trial, protocol),
  };
}

const METHOD =
  '1,000 instances of one service that speaks http on one node, each with a sidecar with three ' +
  'upstreams; 1,000 simulated sidecars, each on a connection of its own, ask for what Envoy asks for and ' +
  'acknowledge everything. The intentions of their service are changed; from sending the change to the ' +
  'arrival of the resource that names the new caller at the sidecar in the middle and at the last. ' +
  'Median of 5 changes; the first, of 6, is not counted. Memory is the difference of `VmRSS` between all ' +
  'connected and none, each after 3 s of rest, divided by their number. Consul is left with its default ' +
  'of 250 updates a second (`xds.update_max_per_second`).';

async function measure(trial: Trial, protocol: string): Promise<Sample> {
  const [count, warmUp, changes] = trial.isQuick ? [100, 1, 1] : [1_000, 1, 5];
  const cluster = await startCluster(trial, 'east');
  await cluster.writeConfig({ Kind: 'proxy-defaults', Name: 'global', Config: { protocol } });
  await cluster.writeConfig(intentions(0));
  await register(trial, cluster, count);
  await rest(trial);
  const bytesBefore = await residentBytes(cluster.server.pid);
  trial.say(`${count} sidecars connect`);
  const startMs = performance.now();
  using fleet = new SidecarFleet({
    port: cluster.ports.grpc,
    nodeName: NODE,
    proxyIds: Array.from({ length: count }, (_, i) => `web-${i}-sidecar-proxy`),
    signal: trial.signal,
  });
  const configuredMs = Math.max(...(await fleet.received(callerOf(0))));
  await rest(trial);
  const bytesAfter = await residentBytes(cluster.server.pid);
  using writer = await HttpConnection.open(cluster.ports.http);
  trial.say('changing intentions');
  const medians: number[] = [];
  const lasts: number[] = [];
  for (let version = 1; version <= warmUp + changes; version += 1) {
    const received = fleet.received(callerOf(version));
    const changeMs = performance.now();
    const change = writer.request('PUT', '/v1/config', intentions(version));
    const [timesMs] = await Promise.all([received, change]);
    medians.push(median(timesMs) - changeMs);
    lasts.push(Math.max(...timesMs) - changeMs);
  }
  return {
    medianMs: median(medians.slice(warmUp)),
    lastMs: median(lasts.slice(warmUp)),
    memoryKiB: (bytesAfter - bytesBefore) / count / KIB,
    startMs: configuredMs - startMs,
  };
}

const rest = ({ signal }: Trial) => sleep(REST_MS, undefined, { signal });
/** No name of one is within that of another. */
const callerOf = (version: number) => `caller-${String(version).padStart(4, '0')}`;

function intentions(version: number) {
  const sources = ['shop', callerOf(version)].map((Name) => ({ Name, Action: 'allow' }));
  return { Kind: 'service-intentions', Name: 'web', Sources: sources };
}

async function register(trial: Trial, cluster: Cluster, count: number): Promise<void> {
  trial.say(`registering ${count} instances with sidecars`);
  const requests = UPSTREAMS.flatMap((name) => withSidecar(name, name, '10.1.0.1', []));
  for (let i = 0; i < count; i += 1) {
    const address = `10.2.${i >> 8}.${i & 255}`;
    requests.push(...withSidecar('web', `web-${i}`, address, UPSTREAMS));
  }
  const connections = await HttpConnection.openMany(cluster.ports.http, 16);
  await sendAll(connections, requests, trial.signal);
  for (const connection of connections) connection[Symbol.dispose]();
}

/** Registrations of an instance and of its sidecar. */
function withSidecar(
  service: string,
  id: string,
  address: string,
  upstreams: readonly string[],
): Buffer[] {
  const proxy = {
    Node: NODE,
    Address: '10.0.0.1',
    Service: {
      Kind: 'connect-proxy',
      Service: `${service}-sidecar-proxy`,
      ID: `${id}-sidecar-proxy`,
      Address: address,
      Port: SIDECAR_PORT,
      Proxy: {
        DestinationServiceName: service,
        DestinationServiceID: id,
        LocalServiceAddress: '127.0.0.1',
        LocalServicePort: 8080,
        Upstreams: upstreams.map((name, i) => ({
          DestinationType: 'service',
          DestinationName: name,
          LocalBindPort: 9_001 + i,
        })),
      },
    },
  };
  return [
    encodeRegistration({ node: NODE, address: '10.0.0.1', serviceAddress: address, service, id }),
    encodeRequest('PUT', '/v1/catalog/register', proxy),
  ];
}
