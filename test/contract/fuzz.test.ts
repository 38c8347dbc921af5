// SPDX-License-Identifier: Apache-2.0
// Many requests that are nearly right: the server stays up, none of them is a defect, a refused one changes
// nothing, what others own stays as it was, and memory does not grow. CAUSEWAY_LONG=1 sends 100,000.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Log, Proposal } from '../../src/log/log.ts';
import { silentLogger } from '../../src/model/logger.ts';
import type { LogFields, Logger } from '../../src/model/logger.ts';
import { endpoints } from '../../src/wire/http/endpoints.ts';
import { type Cluster, startCluster, succeed } from '../cluster/cluster.ts';
import { seed, seeded } from '../seeded.ts';
import { cases } from './bad-input/cases.ts';
import { GOOD_BODIES } from './fuzz/good-bodies.ts';
import { FUZZ_NAMES, Fuzzer } from './fuzz/requests.ts';
import { RawClient } from './fuzz/raw-client.ts';

const COUNT = process.env['CAUSEWAY_LONG'] === '1' ? 100_000 : 10_000;
// After it, caches and code have their size.
const WARM_UP = COUNT / 3;
const MAX_GROWTH_BYTES = 16 * 1024 * 1024;
// These end the server or hold the connection by what they are.
const LEFT_OUT: ReadonlySet<string> = new Set([
  '/v1/agent/leave',
  '/v1/agent/metrics/stream',
  '/v1/agent/monitor',
]);

/** Who says what about a request that could not be answered. */
const defects: LogFields[] = [];
const logger: Logger = {
  ...silentLogger,
  error: (message, fields) => defects.push({ message, ...fields }),
  named: () => logger,
};

let cluster: Cluster;
before(async () => {
  cluster = await startCluster({ datacenter: 'dc1', logger });
  const service = { Name: 'dock', Port: 80, Check: { TTL: '10m', Status: 'passing' } };
  await succeed(cluster, 'PUT', '/v1/agent/service/register', service);
  await succeed(cluster, 'PUT', '/v1/catalog/register', {
    Node: 'quay',
    Address: '10.0.0.1',
    Service: { Service: 'crane' },
  });
  const entry = { Kind: 'service-defaults', Name: 'dock', Protocol: 'http' };
  await succeed(cluster, 'PUT', '/v1/config', entry);
});
after(() => cluster?.stop());

/** What no fuzzed request may touch. */
async function owned(): Promise<unknown> {
  return Promise.all(
    [
      '/v1/agent/service/dock',
      '/v1/catalog/node/quay',
      '/v1/health/service/crane',
      '/v1/health/checks/dock',
      '/v1/config/service-defaults/dock',
      '/v1/connect/ca/roots',
    ].map((path) => cluster.get(path)),
  );
}

test(`${COUNT} fuzzed requests (seed ${seed})`, async () => {
  const bodies = cases.map(([, , body]) => body).filter((body) => body !== '');
  const known = endpoints.filter(({ path }) => !LEFT_OUT.has(path));
  const fuzzer = new Fuzzer(seeded(seed), known, [...named(bodies), ...GOOD_BODIES]);
  const seen = await owned();
  const changes = countChanges(cluster.server.core.log);
  const statuses = new Map<number, number>();
  let warmBytes = 0;
  using client = new RawClient(Number(new URL(cluster.url).port));
  for (let i = 0; i < COUNT; i += 1) {
    if (i === Math.floor(WARM_UP)) warmBytes = heapBytes();
    const request = fuzzer.next();
    const counted = changes.count;
    const line = `${request.method} ${request.target} ${request.body ?? ''}`;
    const { status } = await client.send(request).catch((error: unknown) => {
      throw new Error(`${line}: ${inspect(defects)}`, { cause: error });
    });
    assert.deepEqual(defects, [], line);
    if (status >= 400 || request.method === 'GET') {
      assert.equal(changes.count, counted, `${status} and a change: ${line}`);
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assert.deepEqual(await owned(), seen);
  const grownBytes = heapBytes() - warmBytes;
  assert.ok(grownBytes < MAX_GROWTH_BYTES, `memory grew by ${grownBytes} bytes`);
  // Else it would prove little.
  assert.ok(changes.count > COUNT / 100, `${changes.count} changed something`);
  assert.ok((statuses.get(200) ?? 0) > COUNT / 20, `${statuses.get(200)} were accepted`);
  assert.ok((statuses.get(400) ?? 0) > COUNT / 20, `${statuses.get(400)} were refused`);
});

/** Changes that requests made; checks that were registered find out things all the time. */
function countChanges(log: Log): { count: number } {
  const seen = { count: 0 };
  const commit = log.commit.bind(log);
  Object.assign(log, {
    commit: (proposals: readonly Proposal[]) => {
      seen.count += proposals.filter(
        ({ origin, writes }) => origin === 'http' && writes.length > 0,
      ).length;
      return commit(proposals);
    },
  });
  return seen;
}

/** The same bodies about nothing that anybody owns. */
function named(bodies: readonly string[]): readonly string[] {
  const own = /"(?:dock|quay|crane|west)"/g;
  return bodies.map((body) => body.replaceAll(own, JSON.stringify(FUZZ_NAMES[0])));
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
