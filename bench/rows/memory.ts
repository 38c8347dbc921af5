// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytes } from '../process-cost.ts';
import type { Row } from '../row.ts';
import { startCluster } from '../stage.ts';

const MIB = 1_024 ** 2;

export const memory: Row = {
  number: 7,
  title: 'Memory at rest',
  method:
    "Resident memory (`VmRSS`) of a fresh server's process, with nothing registered, 10 s after it was " +
    'ready.',
  figures: [
    {
      key: 'residentMiB',
      title: 'resident memory at rest',
      unit: 'MiB',
      better: 'less',
      target: 100,
    },
  ],
  measure: async (trial) => {
    const cluster = await startCluster(trial, 'east');
    trial.say('resting');
    await sleep(trial.isQuick ? 1_000 : 10_000, undefined, { signal: trial.signal });
    return { residentMiB: (await residentBytes(cluster.server.pid)) / MIB };
  },
};
