// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../demo/cluster.ts';
import { encodeRequest } from '../load/http-answer.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { encodeRegistration } from '../load/registration.ts';
import { sendAll } from '../load/send-all.ts';
import { SidecarFleet } from '../load/sidecar-fleet.ts';
import { residentBytes } from '../process-cost.ts';
import type { Row, Trial } from '../row.ts';
import { startCluster } from '../stage.ts';
import { median } from '../statistics.ts';

const NODE = 'pods';
const UPSTREAMS = ['users', 'stock', 'prices'];
const SIDECAR_PORT = 20_000;
const REST_MS = 3_000;
const KIB = 1_024;

export const sidecars: Row = {
  number: 8,
  title: 'Sidecars',
  method:
    '1,000 instances of one http service on one node, each with a sidecar with three upstreams; 1,000 ' +
    'simulated sidecars, each on a connection of its own, ask for what Envoy asks for and acknowledge ' +
    'everything. The intentions of their service are changed; from sending the change to the arrival of ' +
    'the new policy (with Consul in the public listener, with ours in its routes) at the sidecar in the ' +
    'middle and at the last. Median of 5 changes; the first, of 6, is not counted. Memory is the ' +
    'difference of `VmRSS` between all connected and none, ' +
    'each after 3 s of rest, divided by their number. Consul is left with its default of 250 updates a ' +
    'second (`xds.update_max_per_second`).',
  figures: [
    {
      key: 'medianMs',
      title: 'an intention change reaches 1,000 sidecars: the median after',
      unit: 'ms',
      better: 'less',
      target: 250,
    },
    { key: 'lastMs', title: 'the last after', unit: 'ms', better: 'less', target: 500 },
    { key: 'memoryKiB', title: 'memory for each', unit: 'KiB', better: 'less', target: 150 },
    { key: 'startMs', title: 'all configured after their start', unit: 'ms', better: 'less' },
  ],
  measure: async (trial) => {
    const [count, warmUp, changes] = trial.isQuick ? [100, 1, 1] : [1_000, 1, 5];
    const cluster = await startCluster(trial, 'east');
    await register(trial, cluster, count);
    await rest(trial);
    const bytesBefore = await residentBytes(cluster.server.pid);
    trial.say(`${count} sidecars connect`);
    const startMs = performance.now();
    using fleet = new SidecarFleet({
      port: cluster.ports.grpc,
      nodeName: NODE,
      proxyIds: Array.from({ length: count }, (_, i) => proxyIdOf(i)),
      signal: trial.signal,
    });
    const configuredMs = Math.max(...(await fleet.received(startMs)));
    await rest(trial);
    const bytesAfter = await residentBytes(cluster.server.pid);
    const medians: number[] = [];
    const lasts: number[] = [];
    using writer = await HttpConnection.open(cluster.ports.http);
    trial.say('changing intentions');
    for (let version = 1; version <= warmUp + changes; version += 1) {
      fleet.forget();
      const changeMs = performance.now();
      await writer.request('PUT', '/v1/config', intentions(version));
      const timesMs = await fleet.received(changeMs);
      medians.push(median(timesMs));
      lasts.push(Math.max(...timesMs));
    }
    return {
      medianMs: median(medians.slice(warmUp)),
      lastMs: median(lasts.slice(warmUp)),
      memoryKiB: (bytesAfter - bytesBefore) / count / KIB,
      startMs: configuredMs,
    };
  },
};

const rest = ({ signal }: Trial) => sleep(REST_MS, undefined, { signal });
const proxyIdOf = (instance: number) => `web-${instance}-sidecar-proxy`;

function intentions(version: number) {
  const sources = ['shop', `caller-${version}`].map((Name) => ({ Name, Action: 'allow' }));
  return { Kind: 'service-intentions', Name: 'web', Sources: sources };
}

async function register(trial: Trial, cluster: Cluster, count: number): Promise<void> {
  trial.say(`registering ${count} instances with sidecars`);
  await cluster.writeConfig({
    Kind: 'proxy-defaults',
    Name: 'global',
    Config: { protocol: 'http' },
  });
  await cluster.writeConfig(intentions(0));
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
