// SPDX-License-Identifier: Apache-2.0
// Views over the small table of test/middle.ts, and a state that tests write by hand.
import type { Write } from '../src/log/log.ts';
import { State } from '../src/state/state.ts';
import { Views, type ViewsOptions } from '../src/views/engine/engine.ts';
import { defineView } from '../src/views/engine/view.ts';
import { things } from './middle.ts';

/** The revision that the state begins at. */
export const LOADED = 100;

/** The members of a group, as values that are made anew each time. */
export const members = defineView<string, readonly { id: string; n: number }[]>({
  name: 'members',
  key: (group) => group,
  compute: (read, group) =>
    read.by(things, 'group', group).map(({ value: { id, n } }) => ({ id, n })),
});

/** Coarser than `members`: most changes of a group don't change it. */
export const size = defineView<string, number>({
  name: 'size',
  key: (group) => group,
  compute: (read, group) => read.view(members, group).length,
});

export const isLarge = defineView<string, boolean>({
  name: 'is-large',
  key: (group) => group,
  compute: (read, group) => read.view(size, group) > 2,
});

/** A state that is written by hand, with views over it. */
export function openViews(options: ViewsOptions = {}) {
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

export const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Lets every slice of publishing run. */
export async function published(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await nextTurn();
}
