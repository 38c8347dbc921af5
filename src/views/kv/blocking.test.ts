// SPDX-License-Identifier: Apache-2.0
// Readers that wait on keys and prefixes while others write at random: none misses a change, sees an index go
// back, or is woken by what it didn't ask for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seed, seeded } from '../../../test/seeded.ts';
import { deleteKey } from '../../commands/delete-key.ts';
import { putKey } from '../../commands/put-key.ts';
import { openMemoryLog } from '../../log/memory/store.ts';
import { type Core, openCore } from '../../server/core.ts';
import type { View } from '../engine/view.ts';
import { kvEntry } from './entry.ts';
import type { ShownEntry } from './shown-entry.ts';
import { kvTree } from './tree.ts';

const WRITES = 600;
const KEYS = ['a', 'a/1', 'a/2', 'a/b/1', 'ab', 'b/1', 'b/2', 'c'];
const PREFIXES = ['', 'a', 'a/', 'a/b/', 'b', 'd'];

/** What was answered, one after the other. */
interface Answer {
  readonly index: number;
  readonly entries: readonly ShownEntry[];
}

const isBelow = {
  [kvEntry.name]: (key: string, asked: string) => key === asked,
  [kvTree.name]: (key: string, asked: string) => key.startsWith(asked),
};

async function readUntil(
  core: Core,
  view: View<string, readonly ShownEntry[]>,
  asked: string,
  end: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let index = 0;
  while (!end.aborted) {
    const { value, revision } = await core.views.above(view, asked, index, 60_000, end);
    if (revision > index) answers.push({ index: revision, entries: value });
    assert.ok(revision >= index, `${view.name} ${asked}: ${index} went back to ${revision}`);
    index = revision;
  }
  return answers;
}

test('who waits for keys misses nothing, and is woken for nothing', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seeded(seed);
  // So few may idle that values are forgotten and made anew all the time.
  const core = await openCore(await openMemoryLog(), { maxIdle: 2 });
  const stop = new AbortController();
  const following = core.follow(stop.signal);
  const end = new AbortController();
  const asked = [
    ...KEYS.map((key) => [kvEntry, key] as const),
    ...PREFIXES.map((prefix) => [kvTree, prefix] as const),
  ];
  const readers = asked.map(([view, key]) => readUntil(core, view, key, end.signal));
  /** The keys that each revision changed. */
  const changed = new Map<number, readonly string[]>();
  for (let i = 0; i < WRITES; i += 1) {
    const key = random.pick(KEYS);
    const isDelete = random.below(3) === 0;
    const entry = { Key: key, Value: random.pick(['eA==', 'eQ==']), Flags: 0 };
    const before = core.state.at;
    const gone = KEYS.filter((each) => isDelete && each.startsWith(key));
    const { reply } = isDelete
      ? await core.commands.issue(deleteKey, { key, isPrefix: true }, { origin: 'test' })
      : await core.commands.issue(putKey, { entry }, { origin: 'test' });
    assert.equal(reply, true);
    if (core.state.at > before) changed.set(core.state.at, isDelete ? gone : [key]);
    // Often several changes fall into one wake.
    if (random.below(2) === 0) await new Promise(setImmediate);
  }
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  end.abort();
  const all = await Promise.all(readers);
  for (const [i, answers] of all.entries()) {
    const [view, key] = asked[i] ?? assert.fail();
    const where = `${view.name} '${key}'`;
    const last = answers.at(-1) ?? assert.fail(where);
    assert.deepEqual(last.entries, core.views.get(view, key).value, `${where} missed the end`);
    const isMine = isBelow[view.name] ?? assert.fail();
    for (const { index, entries } of answers.slice(1)) {
      const keys = changed.get(index) ?? [];
      assert.ok(
        keys.some((each) => isMine(each, key)),
        `${where} was woken by ${index}: ${keys.join()}`,
      );
      assert.ok(
        entries.every(({ ModifyIndex }) => ModifyIndex <= index),
        where,
      );
    }
  }
  stop.abort();
  await following;
  await core.log.close();
});
