// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpConnection } from '../load/http-connection.ts';
import { WatchedService } from '../load/watched-service.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';
import { median } from '../statistics.ts';

/** How long nothing happens before a change, so that every reader is known to wait. */
const SETTLE_MS = 1_000;

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
    const service = await WatchedService.register(writer);
    const readers = await HttpConnection.openMany(cluster.ports.http, count);
    trial.say(`${readers.length} readers block`);
    const medians: number[] = [];
    const lasts: number[] = [];
    for (let version = 1; version <= warmUp + changes; version += 1) {
      const { woken } = await service.block(readers);
      await sleep(SETTLE_MS, undefined, { signal: trial.signal });
      const startMs = performance.now();
      const [timesMs] = await Promise.all([woken, service.change(version)]);
      medians.push(median(timesMs) - startMs);
      lasts.push(Math.max(...timesMs) - startMs);
    }
    for (const reader of readers) reader[Symbol.dispose]();
    return { medianMs: median(medians.slice(warmUp)), lastMs: median(lasts.slice(warmUp)) };
  },
};
