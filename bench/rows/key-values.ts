// SPDX-License-Identifier: Apache-2.0
import { HttpConnection } from '../load/http-connection.ts';
import { encodePut } from '../load/http-answer.ts';
import { readFor } from '../load/read-for.ts';
import { sendAll } from '../load/send-all.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';

const CONNECTIONS = 64;
const KEYS = 1_000;
const VALUE = 'v'.repeat(128);

export const keyValues: Row = {
  number: 10,
  title: 'Key and value',
  method:
    '64 kept-alive connections, each waiting for its answer before it sends the next: 12,000 writes of 128 ' +
    'bytes, each of another value, to 1,000 keys, the first 2,000 not counted; then reads of one key for 5 s, ' +
    'after 2 s that are not counted. Both programs answer a write when it is on disk.',
  figures: [
    { key: 'writes', title: 'key writes, 64 connections', unit: '/s', better: 'more' },
    { key: 'reads', title: 'key reads, 64 connections', unit: '/s', better: 'more' },
  ],
  measure: async (trial) => {
    const [warmUp, counted] = trial.isQuick ? [200, 600] : [2_000, 10_000];
    const [warmUpMs, countedMs] = trial.isQuick ? [500, 1_000] : [2_000, 5_000];
    const cluster = await startCluster(trial, 'east');
    const connections = await HttpConnection.openMany(cluster.ports.http, CONNECTIONS);
    const writes = Array.from({ length: warmUp + counted }, (_, i) => {
      return encodePut(`/v1/kv/app/${i % KEYS}`, `${i}${VALUE}`.slice(0, VALUE.length));
    });
    trial.say(`writing ${writes.length} values`);
    await sendAll(connections, writes.slice(0, warmUp), trial.signal);
    const startMs = performance.now();
    await sendAll(connections, writes.slice(warmUp), trial.signal);
    const seconds = (performance.now() - startMs) / 1_000;
    trial.say('reading');
    await readFor(warmUpMs, '/v1/kv/app/7', connections, trial.signal);
    const reads = await readFor(countedMs, '/v1/kv/app/7', connections, trial.signal);
    trial.say(`the generator was busy for ${Math.round(reads.generatorBusy * 100)} % of the time`);
    for (const connection of connections) connection[Symbol.dispose]();
    return { writes: counted / seconds, reads: reads.perSecond };
  },
};
