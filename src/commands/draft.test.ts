// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Thing, things } from '../../test/middle.ts';
import { type Seeded, seed, seeded } from '../../test/seeded.ts';
import type { Write } from '../log/log.ts';
import { type Read, State } from '../state/state.ts';
import { remove } from './command.ts';
import { Draft } from './draft.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const GROUPS = ['', 'g', 'h', 'i'];

function newState(): State {
  return new State([things as never], { revision: 1, rows: [] });
}

function randomWrite(random: Seeded): Write {
  const id = random.pick(KEYS);
  const value = { id, group: random.pick(GROUPS), n: random.below(9) };
  return { table: 'things', key: id, value: random.below(3) === 0 ? undefined : value };
}

/** All that can be read, without revisions, which a draft can't know. */
function shown(read: Read): unknown {
  const values = (rows: readonly { readonly value: Thing }[]) => rows.map((row) => row.value);
  return {
    all: values(read.all(things)),
    each: KEYS.map((key) => read.get(things, key)?.value),
    by: GROUPS.map((group) => values(read.by(things, 'group', group))),
    counts: GROUPS.map((group) => read.count(things, 'group', group)),
    groups: read.indexValues(things, 'group').toSorted(),
  };
}

describe('a draft', () => {
  test('reads as the state would with its writes applied, on any layers of drafts', (t) => {
    t.diagnostic(`seed ${seed}`);
    for (let round = 0; round < 200; round += 1) {
      const random = seeded(seed + round);
      const state = newState();
      const all = newState();
      for (let i = 0; i < 6; i += 1) {
        const changes = [{ revision: 2 + i, timeMs: 1, origin: '', writes: [randomWrite(random)] }];
        state.apply(changes);
        all.apply(changes);
      }
      const lower = new Draft(state.reader());
      const upper = new Draft(lower);
      for (let i = 0; i < 10; i += 1) {
        const write = randomWrite(random);
        const layer = i < 5 ? lower : upper;
        const present = layer.get(things, write.key);
        if (i % 2 === 0) layer.take(state.definition('things'), write);
        else if (write.value !== undefined) layer.put(things, write.value as Thing);
        else if (present !== undefined) layer.remove(things, present);
        all.apply([{ revision: 10 + i, timeMs: 1, origin: '', writes: [write] }]);
        assert.deepEqual(shown(i < 5 ? lower : upper), shown(all.reader()));
      }
      lower.absorb(upper);
      assert.deepEqual(shown(lower), shown(all.reader()));
      state.apply([{ revision: 30, timeMs: 1, origin: '', writes: lower.writes }]);
      assert.deepEqual(shown(state.reader()), shown(all.reader()));
    }
  });

  test('gives the last image of each row as a write', () => {
    const state = newState();
    const draft = new Draft(state.reader());
    draft.put(things, { id: 'a', group: 'g', n: 1 });
    draft.put(things, { id: 'b', group: 'g', n: 1 });
    draft.put(things, { id: 'a', group: 'h', n: 2 });
    const b = draft.get(things, 'b');
    if (b !== undefined) draft.remove(things, b);
    assert.deepEqual(draft.writes, [
      { table: 'things', key: 'a', value: { id: 'a', group: 'h', n: 2 } },
      { table: 'things', key: 'b', value: undefined },
    ]);
    assert.deepEqual(draft.writes[1], b && remove(things, b));
  });

  test('makes a row anew that was removed before it is put', () => {
    const state = newState();
    const old = { id: 'a', group: 'g', n: 1 };
    const writes = [{ table: 'things', key: 'a', value: old }];
    state.apply([{ revision: 2, timeMs: 1, origin: '', writes }]);
    const draft = new Draft(state.reader());
    const row = draft.get(things, 'a');
    assert.ok(row !== undefined);
    draft.remove(things, row);
    const inner = new Draft(draft);
    inner.put(things, { ...old, n: 2 });
    draft.absorb(inner);
    assert.deepEqual(
      draft.writes.map(({ value }) => value),
      [undefined, { ...old, n: 2 }],
    );
    state.apply([{ revision: 3, timeMs: 1, origin: '', writes: draft.writes }]);
    assert.equal(state.reader().get(things, 'a')?.createRevision, 3);
  });
});
