// SPDX-License-Identifier: Apache-2.0
import { HttpConnection } from '../load/http-connection.ts';
import { readFor } from '../load/read-for.ts';
import { registrationOf } from '../load/registration.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';

const CONNECTIONS = 64;
const PATH = '/v1/health/service/web?passing';

export const healthReads: Row = {
  number: 6,
  title: 'Health reads',
  method:
    '64 kept-alive connections, each waiting for its answer before it asks again, read the healthy ' +
    'instances of a service that has three; 5 s, after 2 s that are not counted. The generator is one ' +
    'thread; where it is busy all the time, the server might do more.',
  figures: [
    {
      key: 'perSecond',
      title: 'health reads, 64 connections',
      unit: '/s',
      better: 'more',
      target: 25_000,
    },
  ],
  measure: async (trial) => {
    const [warmUpMs, countedMs] = trial.isQuick ? [500, 1_000] : [2_000, 5_000];
    const cluster = await startCluster(trial, 'east');
    using writer = await HttpConnection.open(cluster.ports.http);
    for (const instance of [1, 2, 3]) {
      const at = { node: `node-${instance}`, address: `10.0.0.${instance}` };
      const body = registrationOf({ ...at, service: 'web', id: `web-${instance}` });
      await writer.request('PUT', '/v1/catalog/register', body);
    }
    const { body } = await writer.request('GET', PATH);
    if ((JSON.parse(body) as readonly unknown[]).length !== 3) throw new Error(`wrong: ${body}`);
    const connections = await HttpConnection.openMany(cluster.ports.http, CONNECTIONS);
    trial.say('reading');
    await readFor(warmUpMs, PATH, connections, trial.signal);
    const counted = await readFor(countedMs, PATH, connections, trial.signal);
    const { perSecond, generatorBusy } = counted;
    trial.say(`the generator was busy for ${Math.round(generatorBusy * 100)} % of the time`);
    for (const connection of connections) connection[Symbol.dispose]();
    return { perSecond };
  },
};
