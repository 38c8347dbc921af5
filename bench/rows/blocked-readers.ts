// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeRequest } from '../load/http-answer.ts';
import { HttpConnection, succeeded } from '../load/http-connection.ts';
import { registrationOf } from '../load/registration.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';
import { median } from '../statistics.ts';

/** How long nothing happens before a change, so that every reader is known to wait. */
const SETTLE_MS = 1_000;
const PATH = '/v1/health/service/web';

export const blockedReaders: Row = {
  number: 5,
  title: 'Blocked readers',
  method:
    '2,000 connections wait in a blocking query for the same service of three instances, which is then ' +
    'changed; from sending the change to the answer of the reader in the middle and of the last. ' +
    'Median of 7 changes; the first, of 9, are not counted.',
  figures: [
    {
      key: 'medianMs',
      title: '2,000 blocked readers, median notified after',
      unit: 'ms',
      better: 'less',
      target: 60,
    },
    {
      key: 'lastMs',
      title: '2,000 blocked readers, last notified after',
      unit: 'ms',
      better: 'less',
    },
  ],
  measure: async (trial) => {
    const [count, warmUp, changes] = trial.isQuick ? [200, 1, 2] : [2_000, 2, 7];
    const cluster = await startCluster(trial, 'east');
    using writer = await HttpConnection.open(cluster.ports.http);
    const register = async (instance: number, version: number) => {
      const at = { node: `node-${instance}`, address: `10.0.0.${instance}` };
      const meta = { version: String(version) };
      const body = registrationOf({ ...at, service: 'web', id: `web-${instance}`, meta });
      await writer.request('PUT', '/v1/catalog/register', body);
    };
    for (const instance of [1, 2, 3]) await register(instance, 0);
    const readers = await HttpConnection.openMany(cluster.ports.http, count);
    trial.say(`${readers.length} readers block`);
    const medians: number[] = [];
    const lasts: number[] = [];
    for (let version = 1; version <= warmUp + changes; version += 1) {
      const { index } = await writer.request('GET', PATH);
      const notified = readersBlock(readers, index);
      await sleep(SETTLE_MS, undefined, { signal: trial.signal });
      const startMs = performance.now();
      const [timesMs] = await Promise.all([notified, register(1, version)]);
      medians.push(median(timesMs) - startMs);
      lasts.push(Math.max(...timesMs) - startMs);
    }
    for (const reader of readers) reader[Symbol.dispose]();
    return { medianMs: median(medians.slice(warmUp)), lastMs: median(lasts.slice(warmUp)) };
  },
};

/** Sends each reader's query; resolves with the times of their answers, all newer than the index. */
function readersBlock(
  readers: readonly HttpConnection[],
  index: number,
): Promise<readonly number[]> {
  const query = encodeRequest('GET', `${PATH}?index=${index}&wait=60s`);
  return Promise.all(
    readers.map(async (reader) => {
      const answer = await reader.send(query);
      const timeMs = performance.now();
      if (succeeded(answer, PATH).index <= index) throw new Error('a reader woke without a change');
      return timeMs;
    }),
  );
}
