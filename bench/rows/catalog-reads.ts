// SPDX-License-Identifier: Apache-2.0
import { HttpConnection } from '../load/http-connection.ts';
import { readFor } from '../load/read-for.ts';
import { encodeRegistration } from '../load/registration.ts';
import { sendAll } from '../load/send-all.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';

const INSTANCES = 1_000;
const CONNECTIONS = 8;
const PATH = '/v1/catalog/service/web';

export const catalogReads: Row = {
  number: 11,
  title: 'Catalog reads',
  method:
    'Eight kept-alive connections, each waiting for its answer before it asks again, read the 1,000 ' +
    'instances of a service, some half a megabyte of JSON; 5 s, after 2 s that are not counted.',
  figures: [
    { key: 'perSecond', title: 'catalog reads of 1,000 instances', unit: '/s', better: 'more' },
  ],
  measure: async (trial) => {
    const [warmUpMs, countedMs] = trial.isQuick ? [500, 1_000] : [2_000, 5_000];
    const cluster = await startCluster(trial, 'east');
    const connections = await HttpConnection.openMany(cluster.ports.http, CONNECTIONS);
    const writes = Array.from({ length: INSTANCES }, (_, i) => {
      const address = `10.0.${i >> 8}.${i & 255}`;
      return encodeRegistration({ node: `node-${i}`, address, service: 'web', id: `web-${i}` });
    });
    await sendAll(connections, writes, trial.signal);
    const [reader] = connections as [HttpConnection];
    const { body } = await reader.request('GET', PATH);
    const { length } = JSON.parse(body) as readonly unknown[];
    if (length !== INSTANCES) throw new Error(`${length} instances were read`);
    trial.say(`reading ${Math.round(body.length / 1_024)} KiB again and again`);
    await readFor(warmUpMs, PATH, connections, trial.signal);
    const counted = await readFor(countedMs, PATH, connections, trial.signal);
    const busy = Math.round(counted.generatorBusy * 100);
    trial.say(`the generator was busy for ${busy} % of the time`);
    for (const connection of connections) connection[Symbol.dispose]();
    return { perSecond: counted.perSecond };
  },
};
