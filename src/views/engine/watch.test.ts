// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  isLarge,
  LOADED,
  members,
  nextTurn,
  openViews,
  published,
} from '../../../test/group-views.ts';
import { type Middle, openMiddle, putThing, things } from '../../../test/middle.ts';
import { defineView } from './view.ts';

const FROM_TEST = { origin: 'test' };

describe('a watch', () => {
  async function collect(middle: Middle, until: number): Promise<number[]> {
    const lengths: number[] = [];
    for await (const { value } of middle.views.watch(members, 'g')) {
      lengths.push(value.length);
      if (value.length >= until) break;
    }
    return lengths;
  }

  test('gives the value that there is, then each newer one', async () => {
    await using middle = await openMiddle();
    const collected = collect(middle, 3);
    await published();
    for (const id of ['a', 'b', 'c']) {
      await middle.commands.issue(putThing, { id, group: 'g', n: 0 }, FROM_TEST);
      await published();
    }
    assert.deepEqual(await collected, [0, 1, 2, 3]);
  });

  test('begins with a value that is up to date, whatever was computed before', async () => {
    const { views, put } = openViews();
    views.get(members, 'g');
    put('a', 'g');
    const first = await views.watch(members, 'g')[Symbol.asyncIterator]().next();
    assert.equal(first.value?.value.length, 1);
    put('b', 'g');
    const second = views.watch(members, 'g');
    assert.equal(second.current().value.length, 2);
    assert.equal((await second[Symbol.asyncIterator]().next()).value?.value.length, 2);
  });

  test('that begins while the value comes out equal is told all the same', async () => {
    const { views, put } = openViews();
    put('a', 'g', 1);
    views.get(members, 'g');
    put('a', 'g', 1);
    const watch = views.watch(members, 'g')[Symbol.asyncIterator]();
    assert.equal((await watch.next()).value?.value.length, 1);
    assert.equal(views.counters.published, 0);
  });

  test('coalesces to the latest while its reader is busy', async () => {
    const { views, put } = openViews();
    using watch = views.watch(members, 'g');
    const values = watch[Symbol.asyncIterator]();
    await values.next();
    for (let i = 0; i < 50; i += 1) {
      put(`t${i}`, 'g');
      await nextTurn();
    }
    const { value } = await values.next();
    assert.equal(value?.value.length, 50);
    put('last', 'g');
    assert.equal((await values.next()).value?.value.length, 51);
  });

  test('may be read by several loops at once, and each sees every change', async () => {
    const { views, put } = openViews();
    const watch = views.watch(members, 'g');
    const loops = [0, 1, 2].map(() => watch[Symbol.asyncIterator]());
    for (let length = 0; length < 4; length += 1) {
      const seen = await Promise.all(loops.map((loop) => loop.next()));
      for (const { value } of seen) assert.equal(value?.value.length, length);
      setImmediate(() => put(`t${length}`, 'g'));
    }
    watch[Symbol.dispose]();
  });

  test('ends when it is disposed of, when its signal is aborted and when its loop is left', async () => {
    const { views } = openViews();
    const drain = async (watch: AsyncIterable<unknown>) => {
      let count = 0;
      for await (const _ of watch) count += 1;
      return count;
    };
    const disposed = views.watch(members, 'g');
    const controller = new AbortController();
    const draining = [disposed, views.watch(members, 'g', controller.signal)].map(drain);
    await nextTurn();
    disposed[Symbol.dispose]();
    controller.abort();
    assert.deepEqual(await Promise.all(draining), [1, 1]);
    assert.equal(await drain(views.watch(members, 'g', controller.signal)), 0);
    for await (const _ of views.watch(members, 'g')) break;
    assert.deepEqual(views.size, { nodes: 1, idle: 1 });
  });

  test('of what comes from the local lane sees it change, though no revision moves', async () => {
    const { state, views } = openViews();
    using watch = views.watch(members, 'g');
    const values = watch[Symbol.asyncIterator]();
    await values.next();
    for (let n = 1; n < 4; n += 1) {
      state.applyLocal({ table: 'things', key: 'a', value: { id: 'a', group: 'g', n } });
      const { value } = await values.next();
      assert.deepEqual(value, { value: [{ id: 'a', n }], revision: LOADED });
    }
  });
});

test('5,000 stale nodes are published in slices of the budget, so that nothing else waits longer', async () => {
  const COMPUTE_MS = 0.02;
  const BUDGET_MS = 2;
  const { views, put } = openViews({ budgetMs: BUDGET_MS });
  const busy = defineView<number, number>({
    name: 'busy',
    key: String,
    compute: (read) => {
      const until = performance.now() + COMPUTE_MS;
      while (performance.now() < until);
      return read.by(things, 'group', 'g').length;
    },
  });
  const stop = new AbortController();
  let told = 0;
  const watching = Array.from({ length: 5_000 }, async (_, i) => {
    for await (const { value } of views.watch(busy, i, stop.signal)) told += value;
  });
  let most = 0;
  const publish = async (until: () => boolean) => {
    while (!until()) {
      const before = views.counters.computed;
      await nextTurn();
      most = Math.max(most, views.counters.computed - before);
    }
  };
  // The first values of many watches that begin at once are under the budget too.
  await publish(() => views.counters.computed === 5_000);
  put('a', 'g');
  await publish(() => told === 5_000);
  assert.ok(most <= BUDGET_MS / COMPUTE_MS + 1, `${most} were computed in one go`);
  stop.abort();
  await Promise.all(watching);
});

describe('memory', () => {
  test('is flat after 10,000 readers of 10,000 names have come and gone', async () => {
    const { state, views } = openViews({ maxIdle: 50 });
    for (let i = 0; i < 10_000; i += 1) {
      using watch = views.watch(isLarge, `g${i}`);
      watch.current();
      void views.above(members, `g${i}`, LOADED, 0);
    }
    await published();
    const { nodes, idle } = views.size;
    assert.ok(idle <= 50, `${idle} idle`);
    assert.ok(nodes <= 150, `${nodes} nodes`);
    assert.ok(state.table('things').emptyCells <= 50);
  });

  test('is flat after 1,000 updates under 100 watchers', async () => {
    const { state, views, put } = openViews();
    const stop = new AbortController();
    const watching = Array.from({ length: 100 }, async (...[, i]) => {
      for await (const _ of views.watch(isLarge, `g${i % 10}`, stop.signal));
    });
    await published();
    const sizes = () => [views.size.nodes, views.size.idle, state.table('things').emptyCells];
    put('a', 'g0');
    await published();
    const before = sizes();
    for (let i = 0; i < 1_000; i += 1) {
      put('a', `g${i % 10}`, i);
      if (i % 10 === 9) await nextTurn();
    }
    put('a', 'g0');
    await published();
    assert.deepEqual(sizes(), before);
    stop.abort();
    await Promise.all(watching);
    assert.deepEqual(views.size, { nodes: 30, idle: 10 }, 'three for each of ten groups');
  });

  test('keeps what is used, however little may idle', () => {
    const { views, put } = openViews({ maxIdle: 0 });
    put('a', 'g');
    using watch = views.watch(isLarge, 'g');
    for (let i = 0; i < 100; i += 1) views.get(isLarge, `other${i}`);
    assert.equal(watch.current().value, false);
    assert.deepEqual(views.size, { nodes: 3, idle: 0 });
    const before = views.counters.computed;
    views.get(isLarge, 'g');
    assert.equal(views.counters.computed, before);
  });

  test('that may hold nothing idle still wakes who waits', async () => {
    const { views, put } = openViews({ maxIdle: 0 });
    const waiting = views.above(members, 'h', LOADED, 60_000);
    const revision = put('b', 'h');
    assert.equal((await waiting).revision, revision);
    assert.deepEqual(views.size, { nodes: 0, idle: 0 });
  });
});
