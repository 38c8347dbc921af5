// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { FakeClock } from '../../../test/fake-clock.ts';
import { type HttpHarness, openHttpHarness } from '../../../test/http-harness.ts';
import { defineCommand, put } from '../../commands/command.ts';
import type { PeeringRow, PeerStreamRow } from '../../model/peering/peering.ts';
import { peerStreams } from '../../state/tables/peer-streams.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { endpoints } from '../../wire/http/endpoints.ts';
import { serviceEndpoint } from '../../wire/http/health/service.ts';
import { sampleMetrics } from '../../../test/metrics-samples.ts';
import type { MetricsSource } from '../../wire/http/agent/self/metrics-source.ts';
import { commandTimes, measuredCommands } from './command-times.ts';
import { Meters } from './meter.ts';
import { gauges, totals } from './metric-list.ts';
import { ownTimes, requestTimes } from './request-times.ts';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

const clock = new FakeClock(NOW_MS);
const meters = new Meters(clock, { keepsValues: true });
const served = requestTimes(meters);
const answered = commandTimes(meters);
let server: HttpHarness;
let metrics: MetricsSource;
before(async () => {
  server = await openHttpHarness({ endpoints: [] });
  metrics = sampleMetrics(server.core, { clock, meters });
});
after(() => server.close());

const peering: PeeringRow = {
  ID: 'id-1',
  Name: 'east',
  Meta: null,
  lifecycle: 'established',
  PeerID: 'id-2',
  PeerCAPems: [],
  PeerServerName: '',
  PeerServerAddresses: ['10.0.0.1:8503'],
  ManualServerAddresses: [],
  Remote: { Partition: '', Datacenter: 'east', Locality: null },
};

const stream: PeerStreamRow = {
  peeringId: 'id-1',
  holder: 'node-1',
  phase: 'connected',
  sinceMs: NOW_MS - 60_000,
  exportedServices: [],
  importedServices: [],
  unconfirmedSinceMs: NOW_MS - 1_500,
  lastError: { message: 'refused', atMs: NOW_MS - 30_000 },
};

describe('a peering is shown', () => {
  before(() =>
    server.issue(
      defineCommand({
        name: 'peer-in-a-test',
        decide: () => ({
          writes: [put(peerings, peering), put(peerStreams, stream)],
          reply: undefined,
        }),
      }),
      undefined,
    ),
  );

  test('with the age of its stream, its lag and its last error', async () => {
    const { Gauges, Timestamp } = metrics.json();
    assert.equal(Timestamp, '2026-01-02 03:04:00 +0000 UTC');
    const shown = Gauges.filter(({ Name }) => Name.startsWith('consul.peering.'));
    assert.deepEqual(Object.fromEntries(shown.map(({ Name, Value }) => [Name, Value])), {
      'consul.peering.exported_services': 0,
      'consul.peering.healthy': 0,
      'consul.peering.stream_age_seconds': 60,
      'consul.peering.lag_seconds': 1.5,
      'consul.peering.last_error_timestamp_seconds': NOW_MS / 1_000 - 30,
    });
    for (const { Labels } of shown) {
      assert.deepEqual(Labels, { peer_name: 'east', peer_id: 'id-1' });
    }
  });

  test('to Prometheus with underscores', async () => {
    const text = await metrics.prometheus();
    assert.match(
      text ?? '',
      /^consul_peering_lag_seconds\{peer_name="east",peer_id="id-1"\} 1\.5$/m,
    );
  });
});

describe('what happened is shown', () => {
  const labels = { method: 'GET', path: 'v1_health_service_' };

  test('of an interval when it is over, and once', async () => {
    served(serviceEndpoint, 2);
    served(serviceEndpoint, 4);
    answered('put-key', 3);
    answered('record-proxy-status', 3);
    await clock.advance(10_000);
    const { Timestamp, Samples, Counters } = metrics.json();
    assert.equal(Timestamp, '2026-01-02 03:04:00 +0000 UTC');
    const figures = { Count: 2, Rate: 0.6, Sum: 6, Min: 2, Max: 4, Mean: 3, Stddev: Math.SQRT2 };
    const [http, kvs, ...rest] = Samples;
    assert.deepEqual(http, { Name: 'consul.api.http', ...figures, Labels: labels });
    assert.deepEqual([kvs?.Name, kvs?.Mean, kvs?.Stddev], ['consul.kvs.apply', 3, 0]);
    assert.deepEqual(rest, []);
    assert.deepEqual(
      Counters.map(({ Name, Count, Rate }) => [Name, Count, Rate]),
      [
        ['consul.client.rpc', 2, 0.2],
        ['consul.rpc.query', 2, 0.2],
        ['consul.rpc.request', 2, 0.2],
      ],
    );
    await clock.advance(10_000);
    assert.deepEqual([metrics.json().Samples, metrics.json().Counters], [[], []]);
  });

  test('to Prometheus since the start, with quantiles of what is new', async () => {
    served(serviceEndpoint, 1);
    const text = (await metrics.prometheus()) ?? '';
    const inLabels = 'method="GET",path="v1_health_service_"';
    for (const line of [
      '# TYPE consul_api_http summary',
      `consul_api_http{${inLabels},quantile="0.5"} 1`,
      `consul_api_http_sum{${inLabels}} 7`,
      `consul_api_http_count{${inLabels}} 3`,
      'consul_kvs_apply{quantile="0.99"} NaN',
      'consul_kvs_apply_count 1',
      'consul_txn_apply_count 0',
      'consul_rpc_request 3',
    ]) {
      assert.ok(text.split('\n').includes(line), line);
    }
  });
});

describe('names', () => {
  const filter = {
    allowed: ['consul.desk.state.'],
    blocked: ['consul.desk.'],
    isAllowedElse: true,
  };
  const naming = { prefix: 'consul', hostname: 'desk', filter };

  test('of gauges have the host in them, and some are not shown', async () => {
    const named = sampleMetrics(server.core, { clock, meters, naming });
    served(serviceEndpoint, 1);
    await clock.advance(10_000);
    const { Gauges, Samples } = named.json();
    assert.ok(Gauges.length > 0);
    assert.deepEqual(
      Gauges.filter(({ Name }) => !Name.startsWith('consul.desk.state.')),
      [],
    );
    assert.ok(Samples.some(({ Name }) => Name === 'consul.api.http'));
  });

  test('that nothing speaks of are hidden where that is configured', async () => {
    const hidden = { ...naming, filter: { ...filter, isAllowedElse: false } };
    const named = sampleMetrics(server.core, { clock, meters, naming: hidden });
    served(serviceEndpoint, 1);
    assert.deepEqual(named.json().Samples, []);
    assert.equal(metrics.json().Samples.length, 1);
  });
});

test('the process is measured', () => {
  const values = new Map(metrics.json().Gauges.map(({ Name, Value }) => [Name, Value]));
  for (const name of ['alloc_bytes', 'sys_bytes']) {
    assert.ok((values.get(`consul.runtime.${name}`) ?? 0) > 1_000_000, name);
  }
  assert.equal(values.get('consul.runtime.total_gc_runs'), 0);
});

test('every metric has its own name and says what it is', () => {
  const all = [...gauges, ...totals];
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  for (const { help } of [...all, ...meters.all.map(({ options }) => options)]) {
    assert.match(help, /\.$/);
  }
});

test('what is measured of commands and endpoints exists', () => {
  const names = new Set(endpoints.map(({ method, path }) => `${method} ${path}`));
  assert.deepEqual(
    ownTimes.filter((name) => !names.has(name)),
    [],
  );
  const folder = new URL('../../commands/', import.meta.url);
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  assert.deepEqual(
    measuredCommands.filter((name) => !texts.some((text) => text.includes(`name: '${name}'`))),
    [],
  );
});

describe('whoever follows', () => {
  test('is told at the end of each interval, all of them the same', async () => {
    const time = new FakeClock(NOW_MS);
    const { follow } = sampleMetrics(server.core, { clock: time });
    const stop = new AbortController();
    const [one, other] = [follow(stop.signal), follow(stop.signal)].map((answers) =>
      answers[Symbol.asyncIterator](),
    );
    const both = Promise.all([one?.next(), other?.next()]);
    assert.equal(time.nextMs, 5_000);
    await time.advance(5_000);
    const [first, same] = await both;
    assert.equal(first?.value.Timestamp, '2026-01-02 03:04:00 +0000 UTC');
    assert.equal(first?.value, same?.value);
    const second = one?.next();
    assert.equal(time.nextMs, 10_000);
    stop.abort();
    assert.equal((await second)?.done, true);
    assert.equal((await other?.next())?.done, true);
    assert.equal(time.nextMs, undefined);
  });
});
