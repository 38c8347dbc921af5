// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FakeClock } from '../../test/fake-clock.ts';
import { type HttpHarness, openHttpHarness } from '../../test/http-harness.ts';
import { defineCommand, put } from '../commands/command.ts';
import type { PeeringRow, PeerStreamRow } from '../model/peering/peering.ts';
import { peerStreams } from '../state/tables/peer-streams.ts';
import { peerings } from '../state/tables/peerings.ts';
import { serviceEndpoint } from '../wire/http/health/service.ts';
import { counters, gauges } from './metric-list.ts';
import { type Metrics, openMetrics } from './metrics.ts';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

const clock = new FakeClock(NOW_MS);
let server: HttpHarness;
let metrics: Metrics;
before(async () => {
  server = await openHttpHarness({ endpoints: [] });
  const { core } = server;
  metrics = openMetrics({ core, clock, prefix: 'consul', servesPrometheus: true });
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
    const { Gauges, Timestamp } = await metrics.json();
    assert.equal(Timestamp, '2026-01-02 03:04:05 +0000 UTC');
    const shown = Gauges.filter(({ Name }) => Name.startsWith('consul.peering.'));
    assert.deepEqual(
      shown.map(({ Name, Value }) => [Name, Value]),
      [
        ['consul.peering.exported_services', 0],
        ['consul.peering.healthy', 0],
        ['consul.peering.stream_age_seconds', 60],
        ['consul.peering.lag_seconds', 1.5],
        ['consul.peering.last_error_timestamp_seconds', NOW_MS / 1_000 - 30],
      ],
    );
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

test('what requests take is summed per endpoint', async () => {
  metrics.served(serviceEndpoint, 2);
  metrics.served(serviceEndpoint, 4);
  const [sample] = (await metrics.json()).Samples;
  assert.deepEqual(
    [sample?.Name, sample?.Count, sample?.Mean, sample?.Min, sample?.Max, sample?.Stddev],
    ['consul.api.http', 2, 3, 2, 4, 1],
  );
  assert.deepEqual(sample?.Labels, { method: 'GET', path: 'v1_health_service' });
  assert.match(
    (await metrics.prometheus()) ?? '',
    /^consul_api_http_sum\{method="GET",path="v1_health_service"\} 6$/m,
  );
});

test('every metric has its own name and says what it is', () => {
  const all = [...gauges, ...counters];
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  for (const { help } of all) assert.match(help, /\.$/);
});

describe('whoever follows', () => {
  test('is told at the end of each interval, all of them the same', async () => {
    const time = new FakeClock(NOW_MS);
    const { core } = server;
    const { follow } = openMetrics({ core, clock: time, prefix: 'c', servesPrometheus: false });
    const stop = new AbortController();
    const [one, other] = [follow(stop.signal), follow(stop.signal)].map((answers) =>
      answers[Symbol.asyncIterator](),
    );
    const both = Promise.all([one?.next(), other?.next()]);
    assert.equal(time.nextMs, 5_000);
    await time.advance(5_000);
    const [first, same] = await both;
    assert.equal(first?.value.Timestamp, '2026-01-02 03:04:10 +0000 UTC');
    assert.equal(first?.value, same?.value);
    const second = one?.next();
    assert.equal(time.nextMs, 10_000);
    stop.abort();
    assert.equal((await second)?.done, true);
    assert.equal((await other?.next())?.done, true);
    assert.equal(time.nextMs, undefined);
  });
});
