// SPDX-License-Identifier: Apache-2.0
// The deterministic middle (log, state, commands, views) over one small table, for tests of its engines.
import { defineCommand, put, remove } from '../src/commands/command.ts';
import { CommandEngine, type EngineOptions } from '../src/commands/engine.ts';
import type { Log } from '../src/log/log.ts';
import { openMemoryLog } from '../src/log/memory/store.ts';
import { Refusal } from '../src/model/refusal.ts';
import { State } from '../src/state/state.ts';
import { defineTable } from '../src/state/table.ts';
import { Views, type ViewsOptions } from '../src/views/engine/engine.ts';

export interface Thing {
  readonly id: string;
  /** '' is in no bucket. */
  readonly group: string;
  readonly n: number;
}

export const things = defineTable<Thing>()({
  name: 'things',
  key: (thing) => thing.id,
  indexes: { group: (thing) => (thing.group === '' ? [] : [thing.group]) },
});

/** Writes without looking. */
export const putThing = defineCommand<Thing>({
  name: 'put-thing',
  decide: (_read, thing) => ({ writes: [put(things, thing)], reply: undefined }),
});

export const removeThing = defineCommand<string, boolean>({
  name: 'remove-thing',
  decide: (read, id) => {
    const row = read.get(things, id);
    return { writes: row === undefined ? [] : [remove(things, row)], reply: row !== undefined };
  },
});

/** Adds one to a thing, making it if need be; replies with the number that it has then. */
export const countUp = defineCommand<string, number>({
  name: 'count-up',
  decide: (read, id) => {
    const now = read.get(things, id)?.value ?? { id, group: '', n: 0 };
    return { writes: [put(things, { ...now, n: now.n + 1 })], reply: now.n + 1 };
  },
});

/** Puts a thing into a group that holds at most `most`. */
export const join = defineCommand<{ id: string; group: string; most: number }, number>({
  name: 'join',
  decide: (read, { id, group, most }) => {
    const members = read.by(things, 'group', group);
    if (members.some((row) => row.key === id)) return { writes: [], reply: members.length };
    if (members.length >= most) throw new Refusal('conflict', `${group} is full`);
    return { writes: [put(things, { id, group, n: 0 })], reply: members.length + 1 };
  },
});

export interface Middle extends AsyncDisposable {
  readonly log: Log;
  readonly state: State;
  readonly commands: CommandEngine;
  readonly views: Views;
  /** Settles when the follower has ended. */
  readonly following: Promise<void>;
}

export interface MiddleOptions {
  readonly log?: Log;
  readonly views?: ViewsOptions;
  readonly engine?: EngineOptions;
}

/** Opens and follows; disposing of it ends the follower and closes the log. */
export async function openMiddle(options: MiddleOptions = {}): Promise<Middle> {
  const log = options.log ?? (await openMemoryLog());
  const state = new State([things as never], await log.snapshot());
  const commands = new CommandEngine(log, state, () => 1, options.engine);
  const views = new Views(state, options.views);
  const stop = new AbortController();
  const following = commands.follow(stop.signal);
  following.catch(() => {});
  return {
    log,
    state,
    commands,
    views,
    following,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await following.catch(() => {});
      await log.close();
    },
  };
}
