// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { registrationOf } from '../load/registration.ts';
import type { Row, Sample, Trial } from '../row.ts';
import { EXPORTER, type Peers, startPeers } from '../stage.ts';
import { percentile } from '../statistics.ts';

const PATIENCE_MS = 30_000;
/** Between two changes, which come one by one in practice: the reader waits again, the machine rests. */
const PAUSE_MS = 30;
/** Enough for the reader to wait again. */
const WARM_UP_PAUSE_MS = 1;
const PATH = `/v1/health/service/api?peer=${EXPORTER}`;

interface Entry {
  readonly Service: { readonly Meta: Readonly<Record<string, string>> };
}

export const peerChange: Row = {
  number: 4,
  title: 'A change across a peering',
  method:
    'Peered servers, one exported service. Its meta is changed at the exporter while a reader waits at the ' +
    'importer in a blocking query; from sending a change to the answer that holds it. First 50 changes ' +
    'as a fresh server takes them, 30 ms apart; then 2,000 without a pause, which are not counted and ' +
    'stand for a server that has been running; then 350 more, 30 ms apart.',
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
    {
      key: 'freshP50Ms',
      title: "one change until a peer's blocked reader returns, p50 of a fresh server's first 50",
      unit: 'ms',
      better: 'less',
    },
  ],
  measure,
};

async function measure(trial: Trial): Promise<Sample> {
  const [first, warmUp, counted] = trial.isQuick ? [5, 20, 40] : [50, 2_000, 350];
  const peers = await startPeers(trial);
  using service = await WatchedService.open(trial, peers);
  trial.say(`making ${first + warmUp + counted} changes`);
  const fresh = await service.change(first, PAUSE_MS);
  await service.change(warmUp, WARM_UP_PAUSE_MS);
  const latest = await service.change(counted, PAUSE_MS);
  return {
    p50Ms: percentile(latest, 0.5),
    p99Ms: percentile(latest, 0.99),
    freshP50Ms: percentile(fresh, 0.5),
  };
}

/** One service of the exporter, and a reader of it at the importer. */
class WatchedService implements Disposable {
  readonly #signal: AbortSignal;
  readonly #writer: HttpConnection;
  readonly #reader: HttpConnection;
  #version = 0;
  #index = 0;

  private constructor(signal: AbortSignal, writer: HttpConnection, reader: HttpConnection) {
    this.#signal = signal;
    this.#writer = writer;
    this.#reader = reader;
  }

  static async open({ signal }: Trial, { exporter, importer }: Peers): Promise<WatchedService> {
    const writer = await HttpConnection.open(exporter.ports.http);
    const reader = await HttpConnection.open(importer.ports.http);
    const service = new WatchedService(signal, writer, reader);
    await service.#write();
    const patience = { signal, withinMs: PATIENCE_MS, everyMs: 20 };
    await eventually(
      'the service is imported',
      patience,
      async () => (await service.#read()) === 0,
    );
    return service;
  }

  /** Makes changes, each after the last has arrived and a pause; how long each took to the reader. */
  async change(count: number, pauseMs: number): Promise<readonly number[]> {
    const latenciesMs: number[] = [];
    while (latenciesMs.length < count) {
      this.#version += 1;
      const arrived = this.#arrival(this.#version);
      await sleep(pauseMs, undefined, { signal: this.#signal });
      const startMs = performance.now();
      const [arrivedMs] = await Promise.all([arrived, this.#write()]);
      latenciesMs.push(arrivedMs - startMs);
    }
    return latenciesMs;
  }

  [Symbol.dispose](): void {
    this.#writer[Symbol.dispose]();
    this.#reader[Symbol.dispose]();
  }

  #write(): Promise<unknown> {
    const at = { node: 'node-1', address: '10.0.0.1', service: 'api', id: 'api-1' };
    const body = registrationOf({ ...at, meta: { version: String(this.#version) } });
    return this.#writer.request('PUT', '/v1/catalog/register', body);
  }

  async #arrival(version: number): Promise<number> {
    while ((await this.#read(`&index=${this.#index}&wait=60s`)) < version) {
      this.#signal.throwIfAborted();
    }
    return performance.now();
  }

  /** The version that the importer has. */
  async #read(query = ''): Promise<number> {
    const { body, index } = await this.#reader.request('GET', `${PATH}${query}`);
    this.#index = index;
    const [entry] = JSON.parse(body) as readonly Entry[];
    return Number(entry?.Service.Meta['version'] ?? -1);
  }
}
