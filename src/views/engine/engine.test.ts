// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, test } from 'node:test';
import { isLarge, LOADED, members, openViews, published, size } from '../../../test/group-views.ts';
import { openMiddle, putThing, removeThing, things } from '../../../test/middle.ts';
import { seed, seeded } from '../../../test/seeded.ts';
import type { Revision } from '../../log/log.ts';
import { openSqliteLog } from '../../log/sqlite/store.ts';
import { jsonBytes, jsonCounters } from '../../wire/http/json.ts';
import { Views } from './engine.ts';
import { defineView, type Versioned, type View } from './view.ts';

const FROM_TEST = { origin: 'test' };

describe('a view', () => {
  test('that a thousand readers wait for is computed once and serialised once', async () => {
    const { views, put } = openViews();
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
    const { views, put } = openViews();
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
    const { views, put } = openViews();
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
    const { views, put } = openViews();
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
    const { views } = openViews();
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
    const { views, put } = openViews();
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
    const { views, put } = openViews();
    const [, , third] = [put('a', 'g'), put('b', 'g'), put('c', 'g')];
    assert.equal(views.get(isLarge, 'g').revision, third);
    const fourth = put('d', 'g');
    assert.equal(views.get(size, 'g').revision, fourth);
    assert.equal(views.get(isLarge, 'g').revision, third);
  });

  test('are let go with their last reader, and read anew when they are needed', () => {
    const { views, put } = openViews();
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
    const { views, put, remove } = openViews();
    put('a', 'g');
    const deleted = remove('a');
    put('b', 'h');
    assert.deepEqual(views.get(members, 'g'), { value: [], revision: deleted });
  });

  test('of what never was is the loaded revision, and nothing is ever at 0', () => {
    const { views, put } = openViews();
    put('a', 'g');
    assert.equal(views.get(members, 'nobody').revision, LOADED);
    const constant = defineView({ name: 'constant', key: () => '', compute: () => 1 });
    assert.equal(views.get(constant, null).revision, 1);
  });

  test('stays where the value last differed, however often what was read is touched', () => {
    const { views, put } = openViews();
    const first = put('a', 'g', 1);
    views.get(members, 'g');
    for (let i = 0; i < 5; i += 1) put('a', 'g', 1);
    assert.equal(views.get(members, 'g').revision, first);
  });

  test('of which there are as many as somebody makes up is not kept for long, and pushes out no other', () => {
    const { views, put } = openViews({ maxIdle: 10, maxRareIdle: 2 });
    const rare = { ...members, name: 'rare', isRare: () => true };
    put('a', 'g');
    views.get(members, 'g');
    const { nodes } = views.size;
    for (let i = 0; i < 100; i += 1) views.get(rare, String(i));
    assert.equal(views.size.nodes, nodes + 2);
    const { computed } = views.counters;
    views.get(members, 'g');
    views.get(rare, '99');
    assert.equal(views.counters.computed, computed);
    views.get(rare, '0');
    assert.equal(views.counters.computed, computed + 1);
  });

  test('after an eviction is not lower than it was', () => {
    const { views, put } = openViews({ maxIdle: 1 });
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
    const { views, put } = openViews();
    const revision = put('a', 'g');
    assert.equal((await views.above(members, 'g', revision - 1, 60_000)).revision, revision);
    assert.equal((await views.above(members, 'g', 0, 60_000)).revision, revision);
  });

  test('is answered with what there is when its time is over or it goes away', async () => {
    const { views, put } = openViews();
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
    const { views, put } = openViews();
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
    const { state, views, put, remove } = openViews({ maxIdle: random.below(6) });
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
