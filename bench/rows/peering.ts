// SPDX-License-Identifier: Apache-2.0
import { peer, startPair } from '../stage.ts';
import type { Row } from '../row.ts';

export const peering: Row = {
  number: 1,
  title: 'Peering',
  method:
    'Two fresh servers; from sending the call for a token to the first answer in which both sides say ' +
    '`ACTIVE`, each asked every 2 ms.',
  figures: [
    {
      key: 'activeMs',
      title: 'token call → both sides ACTIVE',
      unit: 'ms',
      better: 'less',
      target: 200,
    },
  ],
  measure: async (trial) => {
    const peers = await startPair(trial);
    const startMs = performance.now();
    await peer(trial, peers);
    return { activeMs: performance.now() - startMs };
  },
};
