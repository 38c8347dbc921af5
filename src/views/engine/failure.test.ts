// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openViews, published } from '../../../test/group-views.ts';
import { things } from '../../../test/middle.ts';
import { defineView } from './view.ts';

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
    const { views, put, write } = openViews({ onError });
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
    const { views, put } = openViews();
    put('a', 'g', -1);
    for (let i = 0; i < 5; i += 1) assert.throws(() => views.get(picky, 'g'), /below zero/);
    assert.equal(views.counters.computed, 1);
  });

  test('makes those that read it fail, and recover with it, also to the same value', () => {
    const { views, put } = openViews();
    put('a', 'g');
    assert.equal(views.get(twice, 'g').value, 2);
    put('a', 'g', -1);
    assert.throws(() => views.get(twice, 'g'), /below zero/);
    put('a', 'g', 1);
    assert.equal(views.get(twice, 'g').value, 2);
  });

  test('does not keep a watch from starting: it begins with the first value that there is', async () => {
    const { views, put } = openViews();
    put('a', 'g', -1);
    const first = views.watch(twice, 'g')[Symbol.asyncIterator]().next();
    await published();
    put('a', 'g', 1);
    assert.equal((await first).value?.value, 2);
  });
});
