// SPDX-License-Identifier: Apache-2.0
// Blocking queries under random writes: whoever follows an answer sees every change in the end without
// asking again, the index says when there is one, and nothing that was seen is ever older than before.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { sampleNode, sampleService } from '../../../../test/catalog-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { seed, seeded } from '../../../../test/seeded.ts';
import { defineCommand } from '../../../commands/command.ts';
import { registerWrites } from '../../../commands/registration.ts';
import { peerTenancy } from '../../../model/tenancy.ts';
import type { Core } from '../../../server/core.ts';
import { Views } from '../../../views/engine/engine.ts';
import { configEndpoints } from '../config/endpoints.ts';
import { coordinateEndpoints } from '../coordinate/endpoints.ts';
import { healthEndpoints } from '../health/endpoints.ts';
import { catalogEndpoints } from './endpoints.ts';

const ROUNDS = 60;
const NODES = ['alder', 'birch', 'cedar'];
const SERVICES = ['press', 'ink', 'press-proxy'];
const TARGETS = [
  '/v1/catalog/nodes?',
  '/v1/catalog/nodes?near=alder&',
  '/v1/catalog/nodes?filter=Meta.n+matches+"[02468]$"&',
  '/v1/catalog/services?',
  '/v1/catalog/services?node-meta=rack:1&',
  '/v1/catalog/service/press?',
  '/v1/catalog/service/press?tag=v1&',
  '/v1/catalog/connect/press?merge-central-config&',
  '/v1/catalog/node/birch?',
  '/v1/catalog/node-services/birch?filter=Service+==+ink&',
  '/v1/health/service/press?',
  '/v1/health/service/press?passing&',
  '/v1/health/service/press?filter=Checks.Status+!=+passing&',
  '/v1/health/service/press?peer=east&',
  '/v1/health/connect/press?',
  '/v1/health/node/cedar?',
  '/v1/health/checks/ink?',
  '/v1/health/state/critical?',
  '/v1/coordinate/nodes?',
];

const random = seeded(seed);
let server: HttpHarness;
let count = 0;

before(async () => {
  const endpoints = [
    ...catalogEndpoints,
    ...configEndpoints,
    ...coordinateEndpoints,
    ...healthEndpoints,
  ];
  // Whoever waits is served by the views that all share; whoever asks at once gets the truth, computed anew.
  const context = ({ state, views }: Core) => ({
    views: {
      get: (view, key) => new Views(state).get(view, key),
      above: (...asked) => views.above(...asked),
    } as Pick<Views, 'get' | 'above'> as Views,
  });
  server = await openHttpHarness({ endpoints, context });
});
after(() => server.close());

/** Follows one answer as a client does. */
class Follower {
  readonly target: string;
  text = '';
  #index = 0;
  #news = Promise.withResolvers<void>();
  readonly #newest = new Map<string, number>();

  constructor(target: string) {
    this.target = target;
  }

  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { status, text, index, json } = await server.get(
        `${this.target}index=${this.#index}&wait=60s`,
      );
      if (signal.aborted) return;
      assert.equal(status, 200, this.target);
      assert.ok(index >= this.#index, `${this.target} went from ${this.#index} to ${index}`);
      if (text !== this.text) assert.ok(index > this.#index, `${this.target} kept its index`);
      this.#look(json);
      this.#index = index;
      this.text = text;
      this.#news.resolve();
      this.#news = Promise.withResolvers<void>();
    }
  }

  /** Resolves once what was seen last is what is there. */
  async hasCaughtUp(): Promise<void> {
    const tooLate = AbortSignal.timeout(10_000);
    for (;;) {
      const { promise } = this.#news;
      const now = await server.get(this.target);
      if (now.text === this.text) return;
      await Promise.race([promise, once(tooLate, 'abort')]);
      assert.ok(!tooLate.aborted, `${this.target} missed a change`);
    }
  }

  // Every write has a number; what is seen of one thing must not become smaller.
  #look(value: unknown, name = ''): void {
    if (typeof value !== 'object' || value === null) return;
    const row = value as Record<string, unknown>;
    const here = name + nameOf(row);
    const written = Number(row['n'] ?? row['Notes'] ?? 0);
    if (written > 0) {
      const seen = this.#newest.get(here) ?? 0;
      assert.ok(written >= seen, `${this.target}: ${here} went from ${seen} to ${written}`);
      this.#newest.set(here, written);
    }
    for (const [key, part] of Object.entries(row)) {
      this.#look(part, Array.isArray(value) ? here : `${here}.${key}`);
    }
  }
}

function nameOf(row: Record<string, unknown>): string {
  const Node = (row['Node'] as { Node?: string } | undefined)?.Node ?? row['Node'];
  const names = [Node, row['ID'], row['ServiceID'], row['CheckID']];
  return names.filter((part) => typeof part === 'string').join('/');
}

const WRITES: readonly (() => Promise<unknown>)[] = [
  () => register({ NodeMeta: meta() }),
  () => register({ SkipNodeUpdate: true, Service: service(random.pick(SERVICES)) }),
  () => register({ SkipNodeUpdate: true, Service: service('press') }),
  () => register({ SkipNodeUpdate: true, Check: check() }),
  () => server.put('/v1/catalog/deregister', { Node: random.pick(NODES), ServiceID: 'press' }),
  () => server.put('/v1/catalog/deregister', { Node: random.pick(NODES), CheckID: 'c' }),
  () => server.put('/v1/catalog/deregister', { Node: random.pick(NODES) }),
  () => server.put('/v1/config', { Kind: 'service-defaults', Name: 'press', Meta: meta() }),
  () =>
    server.put('/v1/coordinate/update', {
      Node: random.pick(NODES),
      Coord: { Vec: Array.from({ length: 8 }, () => random.below(9)), Height: 1 },
    }),
  importOne,
];

const meta = () => ({ n: String((count += 1)), rack: String(random.below(2)) });
const register = (more: object) =>
  server.put('/v1/catalog/register', { Node: random.pick(NODES), Address: '10.0.0.1', ...more });
const check = () => ({
  CheckID: 'c',
  Notes: String((count += 1)),
  Status: random.pick(['passing', 'warning', 'critical']),
});

function service(name: string): object {
  const tags = random.below(2) === 0 ? ['v1'] : [];
  if (name !== 'press-proxy') return { Service: name, Tags: tags, Meta: meta() };
  const Proxy = { DestinationServiceName: 'press' };
  return { Service: name, Kind: 'connect-proxy', Port: 5, Meta: meta(), Proxy };
}

function importOne(): Promise<unknown> {
  const Meta = meta();
  const command = defineCommand({
    name: 'import-in-a-test',
    decide: (read) => ({
      writes: registerWrites(read, peerTenancy('east'), {
        node: sampleNode('far'),
        service: sampleService('press', { Meta }),
      }),
      reply: undefined,
    }),
  });
  return server.issue(command, undefined);
}

test(`followers see every change and nothing older (seed ${seed})`, async () => {
  const stop = new AbortController();
  const followers = TARGETS.map((target) => new Follower(target));
  const following = Promise.all(followers.map((follower) => follower.follow(stop.signal)));
  const writing = (async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let i = random.below(6); i >= 0; i -= 1) await random.pick(WRITES)();
      await Promise.all(followers.map((follower) => follower.hasCaughtUp()));
    }
  })();
  // Whichever finds something wrong first.
  await Promise.race([writing, following]);
  stop.abort();
});
