// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { registrationOf } from '../load/registration.ts';
import type { Row } from '../row.ts';
import { EXPORTER, startPeers } from '../stage.ts';
import { percentile } from '../statistics.ts';

const PATIENCE_MS = 30_000;
/** Between two changes, which come one by one in practice: the reader waits again, the machine rests. */
const PAUSE_MS = 30;

interface Entry {
  readonly Service: { readonly Meta: Readonly<Record<string, string>> };
}

export const peerChange: Row = {
  number: 4,
  title: 'A change across a peering',
  method:
    'Peered servers, one exported service. 400 times, 30 ms apart, its meta is changed at the exporter while a ' +
    'reader waits at the importer in a blocking query; from sending the change to the answer that holds it. ' +
    'The first 50 are not counted.',
  figures: [
    {
      key: 'p50Ms',
      title: "one change until a peer's blocked reader returns, p50",
      unit: 'ms',
      better: 'less',
      target: 3,
    },
    {
      key: 'p99Ms',
      title: "one change until a peer's blocked reader returns, p99",
      unit: 'ms',
      better: 'less',
      target: 10,
    },
  ],
  measure: async (trial) => {
    const [warmUp, counted] = trial.isQuick ? [5, 60] : [50, 350];
    const { exporter, importer } = await startPeers(trial);
    using writer = await HttpConnection.open(exporter.ports.http);
    using reader = await HttpConnection.open(importer.ports.http);
    const change = (version: number) => {
      const at = { node: 'node-1', address: '10.0.0.1', service: 'api', id: 'api-1' };
      const body = registrationOf({ ...at, meta: { version: String(version) } });
      return writer.request('PUT', '/v1/catalog/register', body);
    };
    const path = `/v1/health/service/api?peer=${EXPORTER}`;
    let index = 0;
    const read = async (query: string) => {
      const answer = await reader.request('GET', `${path}${query}`);
      index = answer.index;
      const [entry] = JSON.parse(answer.body) as readonly Entry[];
      return Number(entry?.Service.Meta['version'] ?? -1);
    };
    await change(0);
    const patience = { signal: trial.signal, withinMs: PATIENCE_MS, everyMs: 20 };
    await eventually('the service is imported', patience, async () => (await read('')) === 0);
    trial.say(`making ${warmUp + counted} changes`);
    const latenciesMs: number[] = [];
    for (let version = 1; version <= warmUp + counted; version += 1) {
      const arrived = (async () => {
        while ((await read(`&index=${index}&wait=60s`)) < version) trial.signal.throwIfAborted();
        return performance.now();
      })();
      await sleep(PAUSE_MS, undefined, { signal: trial.signal });
      const startMs = performance.now();
      const [arrivedMs] = await Promise.all([arrived, change(version)]);
      latenciesMs.push(arrivedMs - startMs);
    }
    const latest = latenciesMs.slice(warmUp);
    return { p50Ms: percentile(latest, 0.5), p99Ms: percentile(latest, 0.99) };
  },
};
