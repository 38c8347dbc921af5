// SPDX-License-Identifier: Apache-2.0
import { HttpConnection } from '../load/http-connection.ts';
import { encodeRegistration } from '../load/registration.ts';
import { sendAll } from '../load/send-all.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';

const CLIENTS = 32;
const SERVICES = 100;

export const registrations: Row = {
  number: 2,
  title: 'Registrations',
  method:
    '32 clients on kept-alive connections, each waiting for its answer before it sends the next: 8,000 ' +
    'catalog registrations of a node, a service and a check that did not exist before. The first 2,000 ' +
    'are not counted. Both programs answer when the change is on disk.',
  figures: [
    {
      key: 'perSecond',
      title: 'durable registrations, 32 clients',
      unit: '/s',
      better: 'more',
      target: 3_000,
    },
  ],
  measure: async (trial) => {
    const [warmUp, counted] = trial.isQuick ? [200, 600] : [2_000, 6_000];
    const cluster = await startCluster(trial, 'east');
    const requests = Array.from({ length: warmUp + counted }, (_, i) => registration(i));
    const connections = await HttpConnection.openMany(cluster.ports.http, CLIENTS);
    trial.say(`registering ${requests.length} instances`);
    await sendAll(connections, requests.slice(0, warmUp), trial.signal);
    const startMs = performance.now();
    await sendAll(connections, requests.slice(warmUp), trial.signal);
    const seconds = (performance.now() - startMs) / 1_000;
    for (const connection of connections) connection[Symbol.dispose]();
    return { perSecond: counted / seconds };
  },
};

function registration(i: number): Buffer {
  const service = `service-${i % SERVICES}`;
  return encodeRegistration({
    node: `node-${i}`,
    address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
    service,
    id: `${service}-${i}`,
  });
}
