// SPDX-License-Identifier: Apache-2.0
// The commit loop over a log that others write to as well: expectations and guards. The log here is a
// memory log that says so, seen by two engines that each follow it at their own pace.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countUp, join, type Middle, openMiddle, removeThing, things } from '../../test/middle.ts';
import { seed, seeded } from '../../test/seeded.ts';
import { GUARDS, type Log, type Proposal } from '../log/log.ts';
import { openMemoryLog } from '../log/memory/store.ts';
import { Refusal } from '../model/refusal.ts';
import { defineCommand, put, remove } from './command.ts';

const FROM_TEST = { origin: 'test' };

interface Pace {
  /** Turns of the event loop before a commit reaches the log, and before its answer comes back. */
  commit(): number;
  /** Turns before a change reaches the follower. */
  follow(): number;
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise(setImmediate);
}

/** The log as one of several servers sees it: shared, and at a distance. */
function shared(log: Log, pace: Pace, seen: Proposal[] = []): Log {
  return {
    exclusive: false,
    snapshot: () => log.snapshot(),
    commit: async (proposals) => {
      seen.push(...proposals);
      await turns(pace.commit());
      const results = await log.commit(proposals);
      await turns(pace.commit());
      return results;
    },
    async *follow(from, signal) {
      for await (const changes of log.follow(from, signal)) {
        await turns(pace.follow());
        yield changes;
      }
    },
    grantLease: (ttlMs) => log.grantLease(ttlMs),
    close: () => log.close(),
  };
}

const AT_ONCE: Pace = { commit: () => 0, follow: () => 0 };

async function openTwo(pace: Pace): Promise<[Middle, Middle]> {
  const log = await openMemoryLog();
  return [
    await openMiddle({ log: shared(log, pace) }),
    await openMiddle({ log: shared(log, pace) }),
  ];
}

/** Renames a thing only if no other has that group: a name that must be unique, held in an index. */
const takeName = defineCommand<{ id: string; name: string }, string>({
  name: 'take-name',
  decide: (read, { id, name }) => {
    const holders = read.by(things, 'group', name);
    if (holders.some((row) => row.key !== id)) throw new Refusal('conflict', `${name} is taken`);
    return { writes: [put(things, { id, group: name, n: 0 })], reply: name };
  },
});

/** Makes a thing that carries how many there are of all. */
const addNumbered = defineCommand<string, number>({
  name: 'add-numbered',
  decide: (read, id) => {
    const n = read.all(things).length;
    return { writes: [put(things, { id, group: 'numbered', n })], reply: n };
  },
});

/** Removes every thing of a group and leaves one that says how many there were. */
const foldGroup = defineCommand<string, number>({
  name: 'fold-group',
  decide: (read, group) => {
    const rows = read.by(things, 'group', group);
    const n = rows.reduce((sum, row) => sum + row.value.n, 0);
    const writes = rows.map((row) => remove(things, row));
    return { writes: [...writes, put(things, { id: `sum-${group}`, group, n })], reply: n };
  },
});

/** Writes down which groups there are. */
const listGroups = defineCommand<string, readonly string[]>({
  name: 'list-groups',
  decide: (read, id) => {
    const groups = read.indexValues(things, 'group').toSorted();
    return { writes: [put(things, { id, group: '', n: groups.length })], reply: groups };
  },
});

describe('the commit loop over a log with several writers', () => {
  test('expects every row that was read or is written, and every range by its guard', async () => {
    const seen: Proposal[] = [];
    await using middle = await openMiddle({ log: shared(await openMemoryLog(), AT_ONCE, seen) });
    await middle.commands.issue(join, { id: 'a', group: 'g', most: 2 }, FROM_TEST);
    const first = middle.state.at;
    await middle.commands.issue(join, { id: 'b', group: 'g', most: 2 }, FROM_TEST);
    const [, second] = seen;
    assert.deepEqual(second?.expectations, [
      { table: GUARDS, key: 'things/group/g', revision: first },
      { table: 'things', key: 'b', revision: 0 },
    ]);
    assert.deepEqual(
      second?.writes.map(({ table, key }) => `${table} ${key}`),
      ['things b', `${GUARDS} things`, `${GUARDS} things/group/g`, `${GUARDS} things/group`],
    );
  });

  test('a row that stays where it is moves no guard of which values there are', async () => {
    const seen: Proposal[] = [];
    await using middle = await openMiddle({ log: shared(await openMemoryLog(), AT_ONCE, seen) });
    await middle.commands.issue(join, { id: 'a', group: 'g', most: 2 }, FROM_TEST);
    await middle.commands.issue(countUp, 'a', FROM_TEST);
    const guards = seen[1]?.writes.filter(({ table }) => table === GUARDS).map(({ key }) => key);
    assert.deepEqual(guards, ['things', 'things/group/g']);
  });

  test('a decision that was overtaken is made again on what overtook it', async () => {
    const [east, west] = await openTwo({ commit: () => 2, follow: () => 3 });
    await using stack = new AsyncDisposableStack();
    for (const server of [east, west]) stack.use(server);
    const replies = await Promise.all(
      [east, west].map(({ commands }) => commands.issue(countUp, 'a', FROM_TEST)),
    );
    assert.deepEqual(replies.map(({ reply }) => reply).toSorted(), [1, 2]);
  });

  test('a refusal and "nothing to do" hold at the log too, not only in a state that is behind', async () => {
    let delay = 0;
    const log = await openMemoryLog();
    const slow = { commit: () => 0, follow: () => delay };
    await using east = await openMiddle({ log: shared(log, AT_ONCE) });
    await using west = await openMiddle({ log: shared(log, slow) });
    await east.commands.issue(takeName, { id: 'a', name: 'web' }, FROM_TEST);
    await west.state.reached(east.state.at);
    delay = 20;
    await east.commands.issue(removeThing, 'a', FROM_TEST);
    assert.ok(west.state.at < east.state.at, 'west has not seen it yet');
    const taken = await west.commands.issue(takeName, { id: 'b', name: 'web' }, FROM_TEST);
    assert.equal(taken.reply, 'web');
    await east.commands.issue(removeThing, 'b', FROM_TEST);
    assert.equal((await west.commands.issue(removeThing, 'b', FROM_TEST)).reply, false);
  });

  test('commands of one batch that touch the same are put off, in order, and all get through', async () => {
    await using middle = await openMiddle({ log: shared(await openMemoryLog(), AT_ONCE) });
    const asked = Array.from({ length: 300 }, (_, i) =>
      middle.commands.issue(countUp, i % 3 === 0 ? 'a' : `t${i}`, FROM_TEST),
    );
    const replies = (await Promise.all(asked)).map(({ reply }) => reply);
    assert.deepEqual(
      replies.filter((_, i) => i % 3 === 0),
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
  });

  test('a burst of 2,000 commands on one row costs no square of decisions', async () => {
    let decisions = 0;
    const counted = defineCommand<string, number>({
      name: 'counted',
      decide: (read, id) => {
        decisions += 1;
        return countUp.decide(read, id);
      },
    });
    await using middle = await openMiddle({ log: shared(await openMemoryLog(), AT_ONCE) });
    const asked = Array.from({ length: 2_000 }, () =>
      middle.commands.issue(counted, 'a', FROM_TEST),
    );
    assert.equal((await Promise.all(asked)).at(-1)?.reply, 2_000);
    assert.ok(decisions <= 2_000 * 65, `${decisions} decisions`);
  });

  test('who is overtaken for ever is told so', async () => {
    const log = await openMemoryLog();
    await using middle = await openMiddle({
      log: {
        ...shared(log, AT_ONCE),
        commit: async (proposals) => {
          // Somebody else is always a little faster.
          const writes = [{ table: 'things', key: 'a', value: { id: 'a', group: '', n: 0 } }];
          await log.commit([{ writes, expectations: [], origin: 'other', timeMs: 1 }]);
          return log.commit(proposals);
        },
      },
    });
    await assert.rejects(
      middle.commands.issue(countUp, 'a', FROM_TEST),
      (error) => error instanceof Refusal && error.code === 'aborted',
    );
  });

  test('an ended lease is refused, not tried again', async () => {
    await using middle = await openMiddle({ log: shared(await openMemoryLog(), AT_ONCE) });
    const lease = middle.log.grantLease(60_000);
    await lease.revoke();
    await assert.rejects(middle.commands.issue(countUp, 'a', { ...FROM_TEST, lease }), {
      name: 'Refusal',
      message: 'the lease has ended',
    });
  });

  test('two servers at any pace lose no count, take no name twice and miss no member', async (t) => {
    t.diagnostic(`seed ${seed}`);
    for (let round = 0; round < 12; round += 1) {
      const random = seeded(seed + round);
      const pace = { commit: () => random.below(4), follow: () => random.below(6) };
      const servers = await openTwo(pace);
      const counts = new Map<string, number>();
      const numbers: number[] = [];
      const joined = new Map<string, number>();
      let folded = 0;
      const client = async (who: number) => {
        for (let step = 0; step < 12; step += 1) {
          const { commands } = random.pick(servers);
          const id = `c${who}-${step}`;
          const act = random.below(7);
          if (act < 2) {
            const key = `n${random.below(3)}`;
            await commands.issue(countUp, key, FROM_TEST);
            counts.set(key, (counts.get(key) ?? 0) + 1);
          } else if (act === 2) {
            const name = `name${random.below(3)}`;
            await commands.issue(takeName, { id: `h${who}`, name }, FROM_TEST).catch(isRefusal);
          } else if (act === 3) {
            numbers.push((await commands.issue(addNumbered, id, FROM_TEST)).reply);
          } else if (act === 4) {
            const group = `room${random.below(2)}`;
            const asked = commands.issue(join, { id, group, most: 3 }, FROM_TEST);
            await asked.then(() => joined.set(group, (joined.get(group) ?? 0) + 1), isRefusal);
          } else if (act === 5) {
            await commands.issue(foldGroup, 'fold', FROM_TEST);
            folded += 1;
          } else {
            await commands.issue(listGroups, id, FROM_TEST);
          }
        }
      };
      await Promise.all([0, 1, 2, 3, 4, 5].map(client));
      const [{ state, log }, other] = servers;
      const { revision, rows } = await log.snapshot();
      await Promise.all([state.reached(revision), other.state.reached(revision)]);
      const read = state.reader();
      for (const [key, n] of counts) assert.equal(read.get(things, key)?.value.n, n, key);
      for (const name of ['name0', 'name1', 'name2']) {
        assert.ok(read.by(things, 'group', name).length <= 1, `${name} is taken twice`);
      }
      for (const [room, members] of joined) {
        assert.ok(members <= 3, `${room} has ${members}`);
        assert.equal(read.by(things, 'group', room).length, members);
      }
      assert.equal(new Set(numbers).size, numbers.length, 'two saw the same number of things');
      if (folded > 0) assert.equal(read.by(things, 'group', 'fold').length, 1);
      for (const one of [state, other.state]) {
        const held = one.reader().all(things).length;
        assert.equal(held, rows.filter(({ table }) => table === 'things').length);
      }
      for (const server of servers) await server[Symbol.asyncDispose]();
    }
  });
});

function isRefusal(error: unknown): void {
  assert.ok(error instanceof Refusal, String(error));
}
