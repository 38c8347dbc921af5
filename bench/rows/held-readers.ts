// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpConnection } from '../load/http-connection.ts';
import { WatchedService } from '../load/watched-service.ts';
import { residentBytes } from '../process-cost.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';
import { median } from '../statistics.ts';

/** Until all are known to wait and what their coming has left behind is gone. */
const SETTLE_MS = 3_000;

export const heldReaders: Row = {
  number: 12,
  title: 'Held readers',
  method:
    '10,000 connections of another process wait in a blocking query for one service of three instances: ' +
    'how much the resident memory of the server has grown for each after 3 s, and how long after sending a ' +
    'change of the service the last of them has its answer. Median of 3 changes.',
  figures: [
    {
      key: 'kibEach',
      title: 'memory for each of 10,000 held readers',
      unit: 'KiB',
      better: 'less',
    },
    { key: 'lastMs', title: '10,000 held readers, all woken after', unit: 'ms', better: 'less' },
  ],
  measure: async (trial) => {
    const [count, changes] = trial.isQuick ? [500, 1] : [10_000, 3];
    const cluster = await startCluster(trial, 'east');
    using writer = await HttpConnection.open(cluster.ports.http);
    const service = await WatchedService.register(writer);
    await sleep(SETTLE_MS, undefined, { signal: trial.signal });
    const before = await residentBytes(cluster.server.pid);
    const readers = await HttpConnection.openMany(cluster.ports.http, count);
    trial.say(`${readers.length} readers are held`);
    const lasts: number[] = [];
    let kibEach = 0;
    for (let version = 1; version <= changes; version += 1) {
      const { woken } = await service.block(readers);
      await sleep(SETTLE_MS, undefined, { signal: trial.signal });
      if (version === 1)
        kibEach = ((await residentBytes(cluster.server.pid)) - before) / 1_024 / count;
      const startMs = performance.now();
      const [timesMs] = await Promise.all([woken, service.change(version)]);
      lasts.push(timesMs.reduce((a, b) => Math.max(a, b)) - startMs);
    }
    for (const reader of readers) reader[Symbol.dispose]();
    return { kibEach, lastMs: median(lasts) };
  },
};
