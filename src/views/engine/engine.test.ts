// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, test } from 'node:test';
import { type Middle, openMiddle, putThing, removeThing, things } from '../../../test/middle.ts';
import { seed, seeded } from '../../../test/seeded.ts';
import type { Revision, Write } from '../../log/log.ts';
import { openSqliteLog } from '../../log/sqlite/store.ts';
import { State } from '../../state/state.ts';
import { jsonBytes, jsonCounters } from '../../wire/http/json.ts';
import { Views, type ViewsOptions } from './engine.ts';
import { defineView, type Versioned, type View } from './view.ts';

const FROM_TEST = { origin: 'test' };
const LOADED = 100;

/** The members of a group, as values that are made anew each time. */
const members = defineView<string, readonly { id: string; n: number }[]>({
  name: 'members',
  key: (group) => group,
  compute: (read, group) =>
    read.by(things, 'group', group).map(({ value: { id, n } }) => ({ id, n })),
});

/** Coarser than `members`: most changes of a group don't change it. */
const size = defineView<string, number>({
  name: 'size',
  key: (group) => group,
  compute: (read, group) => read.view(members, group).length,
});

const isLarge = defineView<string, boolean>({
  name: 'is-large',
  key: (group) => group,
  compute: (read, group) => read.view(size, group) > 2,
});

/** A state that is written by hand, with views over it. */
function open(options: ViewsOptions = {}) {
  const state = new State([things as never], { revision: LOADED, rows: [] });
  const views = new Views(state, options);
  const write = (...writes: Write[]) => {
    state.apply([{ revision: state.at + 1, timeMs: 1, origin: 'test', writes }]);
    return state.at;
  };
  const put = (id: string, group: string, n = 0) =>
    write({ table: 'things', key: id, value: { id, group, n } });
  const remove = (id: string) => write({ table: 'things', key: id, value: undefined });
  return { state, views, write, put, remove };
}

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Lets every slice of publishing run. */
async function published(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await nextTurn();
}

describe('a view', () => {
  test('that a thousand readers wait for is computed once and serialised once', async () => {
    const { views, put } = open();
    put('a', 'g');
    const { revision } = views.get(members, 'g');
    const waiting = Array.from({ length: 1_000 }, () =>
      views.above(members, 'g', revision, 60_000).then((versioned) => {
        return { ...versioned, bytes: jsonBytes(versioned.value) };
      }),
    );
    const before = { computed: views.counters.computed, serialised: jsonCounters.serialised };
    const changed = put('a', 'g', 1);
    const answers = await Promise.all(waiting);
    assert.equal(views.counters.computed - before.computed, 1);
    assert.equal(jsonCounters.serialised - before.serialised, 1);
    for (const answer of answers) {
      assert.equal(answer.revision, changed);
      assert.equal(answer.bytes, answers[0]?.bytes);
    }
    assert.equal(views.counters.published, 1);
  });

  test('is computed for its first reader and then only when something that it read has changed', () => {
    const { views, put } = open();
    put('a', 'g');
    for (let i = 0; i < 10; i += 1) views.get(members, 'g');
    put('b', 'h');
    views.get(members, 'g');
    assert.equal(views.counters.computed, 1);
    put('b', 'g');
    views.get(members, 'g');
    assert.equal(views.counters.computed, 2);
  });

  test('whose value comes out equal is the same object at the same revision, and nobody is told', async () => {
    const { views, put } = open();
    const first = put('a', 'g', 1);
    const before = views.get(members, 'g');
    let told = 0;
    const waiting = views.above(members, 'g', first, 60_000).then(() => (told += 1));
    put('a', 'g', 1);
    await published();
    const after = views.get(members, 'g');
    assert.equal(views.counters.computed, 2);
    assert.equal(after.value, before.value);
    assert.equal(after.revision, first);
    assert.deepEqual([told, views.counters.published], [0, 0]);
    put('a', 'g', 2);
    await waiting;
  });

  test('that a read computes before its turn is told to its watchers all the same', async () => {
    const { views, put } = open();
    const { revision } = views.get(members, 'g');
    const waiting = views.above(members, 'g', revision, 60_000);
    using watch = views.watch(members, 'g');
    const seen = watch[Symbol.asyncIterator]();
    await seen.next();
    const next = seen.next();
    put('a', 'g');
    views.get(members, 'g');
    assert.equal((await waiting).value.length, 1);
    assert.equal((await next).value?.value.length, 1);
  });

  test('that reads itself, at any distance, is an error and no endless loop', () => {
    const { views } = open();
    const ping: View<null, number> = defineView({
      name: 'ping',
      key: () => '',
      compute: (read) => read.view(pong, null) + 1,
    });
    const pong: View<null, number> = defineView({
      name: 'pong',
      key: () => '',
      compute: (read) => read.view(ping, null) + 1,
    });
    assert.throws(() => views.get(ping, null), /view ping\(\) reads itself/);
    assert.throws(() => views.get(pong, null), /reads itself/);
  });
});

describe('views that read views', () => {
  test('stop the wave where nothing changed', async () => {
    const { views, put } = open();
    for (const id of ['a', 'b', 'c']) put(id, 'g');
    assert.equal(views.get(isLarge, 'g').value, true);
    using watch = views.watch(isLarge, 'g');
    assert.equal(watch.current().value, true);
    const before = views.counters.computed;
    put('a', 'g', 1);
    await published();
    assert.equal(views.counters.computed - before, 2, 'members and size, not is-large');
    put('d', 'g');
    await published();
    assert.equal(views.counters.computed - before, 5, 'is-large too, and it is still true');
    assert.equal(views.counters.published, 0);
  });

  test('carry the revision at which their own value changed', () => {
    const { views, put } = open();
    const [, , third] = [put('a', 'g'), put('b', 'g'), put('c', 'g')];
    assert.equal(views.get(isLarge, 'g').revision, third);
    const fourth = put('d', 'g');
    assert.equal(views.get(size, 'g').revision, fourth);
    assert.equal(views.get(isLarge, 'g').revision, third);
  });

  test('are let go with their last reader, and read anew when they are needed', () => {
    const { views, put } = open();
    const chosen = defineView<null, number>({
      name: 'chosen',
      key: () => '',
      compute: (read) => read.view(size, read.get(things, 'pointer')?.value.group ?? ''),
    });
    put('pointer', 'g');
    put('a', 'g');
    assert.equal(views.get(chosen, null).value, 2);
    put('pointer', 'h');
    assert.equal(views.get(chosen, null).value, 1);
    const before = views.counters.computed;
    put('a', 'g', 1);
    views.get(chosen, null);
    assert.equal(views.counters.computed, before, 'what is no longer read does not matter');
  });
});

describe('the revision of a value', () => {
  test('computed anew is that of the last touch of what was read, deletions included', () => {
    const { views, put, remove } = open();
    put('a', 'g');
    const deleted = remove('a');
    put('b', 'h');
    assert.deepEqual(views.get(members, 'g'), { value: [], revision: deleted });
  });

  test('of what never was is the loaded revision, and nothing is ever at 0', () => {
    const { views, put } = open();
    put('a', 'g');
    assert.equal(views.get(members, 'nobody').revision, LOADED);
    const constant = defineView({ name: 'constant', key: () => '', compute: () => 1 });
    assert.equal(views.get(constant, null).revision, 1);
  });

  test('stays where the value last differed, however often what was read is touched', () => {
    const { views, put } = open();
    const first = put('a', 'g', 1);
    views.get(members, 'g');
    for (let i = 0; i < 5; i += 1) put('a', 'g', 1);
    assert.equal(views.get(members, 'g').revision, first);
  });

  test('after an eviction is not lower than it was', () => {
    const { views, put } = open({ maxIdle: 1 });
    put('a', 'g', 1);
    const before = views.get(members, 'g').revision;
    const touched = put('a', 'g', 1);
    views.get(members, 'other');
    const after = views.get(members, 'g').revision;
    assert.ok(after >= before);
    assert.equal(after, touched);
  });
});

describe('a reader that waits', () => {
  test('is answered at once with what is newer than its index', async () => {
    const { views, put } = open();
    const revision = put('a', 'g');
    assert.equal((await views.above(members, 'g', revision - 1, 60_000)).revision, revision);
    assert.equal((await views.above(members, 'g', 0, 60_000)).revision, revision);
  });

  test('is answered with what there is when its time is over or it goes away', async () => {
    const { views, put } = open();
    const revision = put('a', 'g');
    const now = views.get(members, 'g');
    assert.deepEqual(await views.above(members, 'g', revision, 1), now);
    assert.deepEqual(await views.above(members, 'g', revision, 0), now);
    const controller = new AbortController();
    const waiting = views.above(members, 'g', revision, 60_000, controller.signal);
    controller.abort();
    assert.deepEqual(await waiting, now);
    assert.deepEqual(await views.above(members, 'g', revision, 60_000, controller.signal), now);
  });

  test('is not woken by a change of something else, nor of its own bucket without a difference', async () => {
    const { views, put } = open();
    const revision = put('a', 'g', 1);
    let isAnswered = false;
    const waiting = views.above(members, 'g', revision, 60_000).then((versioned) => {
      isAnswered = true;
      return versioned;
    });
    put('b', 'h');
    put('a', 'g', 1);
    await published();
    assert.equal(isAnswered, false);
    const changed = put('a', 'g', 2);
    assert.equal((await waiting).revision, changed);
  });

  test('after delete, kill and restart: the older index returns at once, the current one does not spin', async () => {
    const directory = await mkdtemp(joinPath(tmpdir(), 'causeway-views-'));
    const start = async () => {
      return openMiddle({ log: await openSqliteLog(joinPath(directory, 'store.db')) });
    };
    try {
      let older: Versioned<unknown>;
      {
        await using middle = await start();
        await middle.commands.issue(putThing, { id: 'a', group: 'g', n: 0 }, FROM_TEST);
        older = middle.views.get(members, 'g');
        // The reader never hears of the deletion: the process ends before it is told.
        await middle.commands.issue(removeThing, 'a', FROM_TEST);
      }
      await using middle = await start();
      const { views, commands } = middle;
      const now = await views.above(members, 'g', older.revision, 60_000);
      assert.deepEqual(now.value, []);
      assert.ok(now.revision > older.revision);
      let answers = 0;
      const waiting = views.above(members, 'g', now.revision, 60_000).finally(() => (answers += 1));
      await commands.issue(putThing, { id: 'b', group: 'h', n: 0 }, FROM_TEST);
      await published();
      assert.equal(answers, 0);
      const { revision } = await commands.issue(putThing, { id: 'c', group: 'g', n: 0 }, FROM_TEST);
      assert.equal((await waiting).revision, revision);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

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
    const { views, put } = open();
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
    const { views, put } = open();
    put('a', 'g', 1);
    views.get(members, 'g');
    put('a', 'g', 1);
    const watch = views.watch(members, 'g')[Symbol.asyncIterator]();
    assert.equal((await watch.next()).value?.value.length, 1);
    assert.equal(views.counters.published, 0);
  });

  test('coalesces to the latest while its reader is busy', async () => {
    const { views, put } = open();
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
    const { views, put } = open();
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
    const { views } = open();
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
    const { state, views } = open();
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

describe('a computation that throws', () => {
  const picky = defineView<string, number>({
    name: 'picky',
    key: (group) => group,
    compute: (read, group) => {
      const rows = read.by(things, 'group', group);
      if (rows.some((row) => row.value.n < 0)) throw new Error(`${group} is below zero`);
      return rows.length;
    },
  });
  const twice = defineView<string, number>({
    name: 'twice',
    key: (group) => group,
    compute: (read, group) => read.view(picky, group) * 2,
  });

  test('is reported, its watchers keep their value, the others get theirs', async () => {
    const errors: string[] = [];
    const onError = (view: string, error: unknown) => void errors.push(`${view}: ${String(error)}`);
    const { views, put, write } = open({ onError });
    put('a', 'g');
    const bad = views.watch(picky, 'g')[Symbol.asyncIterator]();
    const good = views.watch(picky, 'h')[Symbol.asyncIterator]();
    await Promise.all([bad.next(), good.next()]);
    const value = (id: string, group: string, n: number) => ({ id, group, n });
    const next = bad.next();
    write(
      { table: 'things', key: 'a', value: value('a', 'g', -1) },
      { table: 'things', key: 'b', value: value('b', 'h', 1) },
    );
    assert.equal((await good.next()).value?.value, 1);
    await published();
    assert.deepEqual(errors, ['picky(g): Error: g is below zero']);
    assert.throws(() => views.get(picky, 'g'), /below zero/);
    write({ table: 'things', key: 'c', value: value('c', 'g', 1) });
    await published();
    assert.equal(errors.length, 2, 'it is tried again when what it read has changed');
    const mended = put('a', 'g', 1);
    assert.deepEqual((await next).value, { value: 2, revision: mended });
  });

  test('is not made again while nothing that it read has changed', () => {
    const { views, put } = open();
    put('a', 'g', -1);
    for (let i = 0; i < 5; i += 1) assert.throws(() => views.get(picky, 'g'), /below zero/);
    assert.equal(views.counters.computed, 1);
  });

  test('makes those that read it fail, and recover with it, also to the same value', () => {
    const { views, put } = open();
    put('a', 'g');
    assert.equal(views.get(twice, 'g').value, 2);
    put('a', 'g', -1);
    assert.throws(() => views.get(twice, 'g'), /below zero/);
    put('a', 'g', 1);
    assert.equal(views.get(twice, 'g').value, 2);
  });

  test('does not keep a watch from starting: it begins with the first value that there is', async () => {
    const { views, put } = open();
    put('a', 'g', -1);
    const first = views.watch(twice, 'g')[Symbol.asyncIterator]().next();
    await published();
    put('a', 'g', 1);
    assert.equal((await first).value?.value, 2);
  });
});

describe('memory', () => {
  test('is flat after 10,000 readers of 10,000 names have come and gone', async () => {
    const { state, views } = open({ maxIdle: 50 });
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
    const { state, views, put } = open();
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
    const { views, put } = open({ maxIdle: 0 });
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
    const { views, put } = open({ maxIdle: 0 });
    const waiting = views.above(members, 'h', LOADED, 60_000);
    const revision = put('b', 'h');
    assert.equal((await waiting).revision, revision);
    assert.deepEqual(views.size, { nodes: 0, idle: 0 });
  });
});

test('5,000 stale nodes are published in slices of the budget, so that nothing else waits longer', async () => {
  const COMPUTE_MS = 0.02;
  const BUDGET_MS = 2;
  const { views, put } = open({ budgetMs: BUDGET_MS });
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

test('any writes and reads in any order give what computing from scratch gives', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const total = defineView<null, Record<string, number>>({
    name: 'total',
    key: () => '',
    compute: (read) => {
      const groups = read.indexValues(things, 'group').toSorted();
      return Object.fromEntries(groups.map((group) => [group, read.view(size, group)]));
    },
  });
  const pointed = defineView<string, readonly unknown[]>({
    name: 'pointed',
    key: (id) => id,
    compute: (read, id) => {
      const group = read.get(things, id)?.value.group;
      if (group === undefined) return ['nowhere'];
      if (read.view(isLarge, group)) return [read.view(members, group)];
      return [group, read.count(things, 'group', group), read.all(things).length];
    },
  });
  for (let round = 0; round < 30; round += 1) {
    const random = seeded(seed + round);
    const { state, views, put, remove } = open({ maxIdle: random.below(6) });
    const [ids, groups] = [
      ['a', 'b', 'c', 'd', 'e', 'f'],
      ['', 'g', 'h', 'i'],
    ];
    const questions = [
      ...groups.flatMap((group) => [
        (of: Views) => of.get(members, group) as Versioned<unknown>,
        (of: Views) => of.get(size, group),
        (of: Views) => of.get(isLarge, group),
      ]),
      ...ids.map((id) => (of: Views) => of.get(pointed, id)),
      (of: Views) => of.get(total, null),
    ];
    const stop = new AbortController();
    const seen = new Map<string, unknown>();
    for (const group of groups) {
      void (async () => {
        for await (const { value } of views.watch(isLarge, group, stop.signal)) {
          seen.set(group, value);
        }
      })();
    }
    const known = new Map<unknown, { value: unknown; revision: Revision }>();
    for (let step = 0; step < 80; step += 1) {
      const id = random.pick(ids);
      if (random.below(4) === 0) remove(id);
      else put(id, random.pick(groups), random.below(2));
      if (random.below(3) === 0) await published();
      for (let reads = random.below(5); reads > 0; reads -= 1) {
        const ask = random.pick(questions);
        const { value, revision } = ask(views);
        assert.deepEqual(value, ask(new Views(state)).value);
        const before = known.get(ask);
        assert.ok(revision >= (before?.revision ?? 1), 'a revision went backwards');
        if (before?.revision === revision) assert.deepEqual(value, before.value);
        known.set(ask, { value, revision });
      }
    }
    await published();
    for (const group of groups) assert.equal(seen.get(group), views.get(isLarge, group).value);
    stop.abort();
  }
});
