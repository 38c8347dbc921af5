// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../model/refusal.ts';
import { CLUSTER_KEY, cluster } from '../state/tables/ca.ts';
import { defineCommand, put } from './command.ts';

/** Reserves `count` certificate serial numbers and replies with the first of them. */
export const takeSerials = defineCommand<{ readonly count: number }, number>({
  name: 'take-serials',
  decide: (read, { count }) => {
    const row = read.get(cluster, CLUSTER_KEY);
    if (row === undefined) throw new Refusal('unavailable', 'CA has not finished initializing');
    const { nextSerial } = row.value;
    const next = { ...row.value, nextSerial: nextSerial + count };
    return { writes: [put(cluster, next)], reply: nextSerial };
  },
});
