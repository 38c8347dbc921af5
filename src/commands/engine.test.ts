// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countUp, join, openMiddle, putThing, removeThing, things } from '../../test/middle.ts';
import { EmbeddedLog, type Store } from '../log/embedded.ts';
import { type Log, type Proposal } from '../log/log.ts';
import { MemoryStore, openMemoryLog } from '../log/memory/store.ts';
import { Refusal } from '../model/refusal.ts';
import { defineCommand, put } from './command.ts';

const FROM_TEST = { origin: 'test' };

/** A log that shows which proposals went to it together. */
function watched(log: Log): { log: Log; batches: (readonly Proposal[])[] } {
  const batches: (readonly Proposal[])[] = [];
  const commit: Log['commit'] = (proposals) => {
    batches.push(proposals);
    return log.commit(proposals);
  };
  return {
    batches,
    log: {
      exclusive: log.exclusive,
      snapshot: () => log.snapshot(),
      commit,
      follow: (from, signal) => log.follow(from, signal),
      grantLease: (ttlMs) => log.grantLease(ttlMs),
      close: () => log.close(),
    },
  };
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error;
}

describe('the commit loop', () => {
  test('a caller reads its own write as soon as it is answered', async () => {
    await using middle = await openMiddle();
    for (let n = 1; n <= 50; n += 1) {
      const { reply, revision } = await middle.commands.issue(countUp, 'a', FROM_TEST);
      const row = middle.state.reader().get(things, 'a');
      assert.deepEqual(
        [reply, row?.value.n, row?.modifyRevision, middle.state.at],
        [n, n, revision, revision],
      );
    }
  });

  test('commands that wait for the same sync build on each other, in the order of asking', async () => {
    const { log, batches } = watched(await openMemoryLog());
    await using middle = await openMiddle({ log });
    const asked = Array.from({ length: 40 }, () =>
      middle.commands.issue(countUp, 'a', FROM_TEST).then(({ reply }) => reply),
    );
    assert.deepEqual(
      await Promise.all(asked),
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    assert.equal(batches.length, 1);
    assert.equal(middle.state.reader().get(things, 'a')?.value.n, 40);
  });

  test('ranges that are read see the members of the same batch', async () => {
    await using middle = await openMiddle();
    const asked = Array.from({ length: 10 }, (_, i) =>
      middle.commands.issue(join, { id: `t${i}`, group: 'g', most: 3 }, FROM_TEST),
    );
    const outcomes = await Promise.allSettled(asked);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3);
    assert.equal(middle.state.reader().by(things, 'group', 'g').length, 3);
  });

  test('nothing to do writes nothing and moves no index', async () => {
    const { log, batches } = watched(await openMemoryLog());
    await using middle = await openMiddle({ log });
    const group = { id: 'a', group: 'g', most: 1 };
    const first = await middle.commands.issue(join, group, FROM_TEST);
    const again = await middle.commands.issue(join, group, FROM_TEST);
    assert.deepEqual(again, { reply: 1, revision: first.revision });
    assert.equal(batches.length, 1);
    assert.equal((await log.snapshot()).revision, first.revision);
  });

  test('"nothing to do" because of a write that is not yet durable is told only when it is', async () => {
    let release = () => {};
    class SlowStore extends MemoryStore {
      override async persist(...args: Parameters<Store['persist']>): Promise<number> {
        await new Promise<void>((resolve) => (release = resolve));
        return super.persist(...args);
      }
    }
    await using middle = await openMiddle({ log: await EmbeddedLog.open(new SlowStore()) });
    const told: string[] = [];
    const ask = (who: string) =>
      middle.commands
        .issue(join, { id: 'a', group: 'g', most: 1 }, FROM_TEST)
        .then(() => told.push(who));
    const asked = [ask('writer'), ask('second')];
    await new Promise(setImmediate);
    assert.deepEqual(told, []);
    release();
    await Promise.all(asked);
    assert.deepEqual(told, ['writer', 'second']);
  });

  test('a refusal leaves nothing, also when it comes in the middle of a batch', async () => {
    await using middle = await openMiddle();
    const half = defineCommand<null>({
      name: 'half',
      decide: () => {
        put(things, { id: 'half', group: '', n: 0 });
        throw new Refusal('invalid-argument', 'no');
      },
    });
    const asked = [
      middle.commands.issue(countUp, 'a', FROM_TEST),
      refusalOf(middle.commands.issue(half, null, FROM_TEST)),
      middle.commands.issue(countUp, 'a', FROM_TEST),
    ] as const;
    const [, refusal, last] = await Promise.all(asked);
    assert.deepEqual([refusal.code, refusal.message], ['invalid-argument', 'no']);
    assert.equal(last.reply, 2);
    assert.deepEqual(
      middle.state
        .reader()
        .all(things)
        .map((row) => row.key),
      ['a'],
    );
  });

  test('a defect in one decision, or a write to no table, hurts that caller alone', async () => {
    await using middle = await openMiddle();
    const defect = defineCommand<null>({
      name: 'defect',
      decide: () => {
        throw new TypeError('oops');
      },
    });
    const lost = defineCommand<null>({
      name: 'lost',
      decide: () => ({ writes: [{ table: 'nowhere', key: 'a', value: {} }], reply: undefined }),
    });
    const asked = [
      assert.rejects(middle.commands.issue(defect, null, FROM_TEST), /oops/),
      assert.rejects(middle.commands.issue(lost, null, FROM_TEST), /no table nowhere/),
      middle.commands.issue(countUp, 'a', FROM_TEST),
    ];
    await Promise.all(asked);
    assert.equal(middle.state.reader().all(things).length, 1);
  });

  test('a row in flight matches no check-and-set, neither by revision nor by absence', async () => {
    await using middle = await openMiddle();
    const putIf = defineCommand<{ id: string; cas: number }, boolean>({
      name: 'put-if',
      decide: (read, { id, cas }) => {
        const matches = cas === (read.get(things, id)?.modifyRevision ?? 0);
        const writes = matches ? [put(things, { id, group: '', n: cas })] : [];
        return { writes, reply: matches };
      },
    });
    const ask = (cas: number) => middle.commands.issue(putIf, { id: 'a', cas }, FROM_TEST);
    const made = await Promise.all([ask(0), ask(0), ask(0)]);
    assert.deepEqual(
      made.map(({ reply }) => reply),
      [true, false, false],
    );
    const cas = middle.state.reader().get(things, 'a')?.modifyRevision ?? 0;
    const changed = await Promise.all([ask(cas), ask(cas)]);
    assert.deepEqual(
      changed.map(({ reply }) => reply),
      [true, false],
    );
  });

  test('answers come in the order of asking', async () => {
    await using middle = await openMiddle();
    const order: number[] = [];
    const revisions: number[] = [];
    await Promise.all(
      Array.from({ length: 1_500 }, async (_, i) => {
        const { revision } = await middle.commands.issue(countUp, `t${i % 5}`, FROM_TEST);
        order.push(i);
        revisions.push(revision);
      }),
    );
    const ascending = (a: number, b: number) => a - b;
    assert.deepEqual(order, order.toSorted(ascending));
    assert.deepEqual(revisions, revisions.toSorted(ascending));
  });

  test('more than may wait are refused and told to try again', async () => {
    await using middle = await openMiddle({ engine: { maxWaiting: 10 } });
    const asked = Array.from({ length: 12 }, (_, i) =>
      middle.commands.issue(countUp, `t${i}`, FROM_TEST),
    );
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 2);
    for (const { reason } of refused) {
      assert.ok(reason instanceof Refusal);
      assert.deepEqual(
        [reason.code, reason.message],
        ['rate-limited', 'too many changes are waiting, try again'],
      );
    }
    await middle.commands.issue(countUp, 'later', FROM_TEST);
  });

  test('2,000 commands on one row are decided once each', async () => {
    await using middle = await openMiddle();
    let decisions = 0;
    const counted = defineCommand<string, number>({
      name: 'counted',
      decide: (read, id) => {
        decisions += 1;
        return countUp.decide(read, id);
      },
    });
    const asked = Array.from({ length: 2_000 }, () =>
      middle.commands.issue(counted, 'a', FROM_TEST),
    );
    const last = (await Promise.all(asked)).at(-1);
    assert.equal(last?.reply, 2_000);
    assert.equal(decisions, 2_000);
  });

  test('a long line of commands lets other work have its turn', async () => {
    await using middle = await openMiddle();
    const slow = defineCommand<number, number>({
      name: 'slow',
      decide: (_read, n) => {
        const until = performance.now() + 1;
        while (performance.now() < until);
        return { writes: [], reply: n };
      },
    });
    const asked = Array.from({ length: 100 }, (_, n) => middle.commands.issue(slow, n, FROM_TEST));
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await Promise.all(asked);
    isDone = true;
    assert.ok(turns >= 5, `${turns} turns`);
  });

  describe('leases', () => {
    test('rows are bound to the lease and vanish with it', async () => {
      await using middle = await openMiddle();
      const lease = middle.log.grantLease(60_000);
      await middle.commands.issue(countUp, 'a', { ...FROM_TEST, lease });
      await lease.revoke();
      await middle.state.reached((await middle.log.snapshot()).revision);
      assert.equal(middle.state.reader().get(things, 'a'), undefined);
    });

    test('an ended one is refused, and nobody builds on what it would have written', async () => {
      await using middle = await openMiddle();
      const lease = middle.log.grantLease(60_000);
      const first = middle.commands.issue(countUp, 'b', FROM_TEST);
      const late = refusalOf(middle.commands.issue(countUp, 'a', { ...FROM_TEST, lease }));
      const after = middle.commands.issue(countUp, 'a', FROM_TEST);
      // Before the batch is decided, in the same turn.
      const ended = lease.revoke();
      assert.equal((await late).code, 'aborted');
      assert.equal((await after).reply, 1);
      await Promise.all([first, ended]);
    });

    test('one that ends while a batch is on its way takes exactly its rows', async () => {
      await using middle = await openMiddle();
      for (let round = 0; round < 20; round += 1) {
        const lease = middle.log.grantLease(60_000);
        const asked = Array.from({ length: 10 }, (_, i) =>
          middle.commands.issue(
            countUp,
            `r${round}-${i}`,
            i % 2 === 0 ? { ...FROM_TEST, lease } : FROM_TEST,
          ),
        );
        for (let turn = 0; turn < round; turn += 1) await Promise.resolve();
        const ended = lease.revoke();
        const outcomes = await Promise.allSettled(asked);
        await ended;
        await middle.state.reached((await middle.log.snapshot()).revision);
        for (const [i, outcome] of outcomes.entries()) {
          const found = middle.state.reader().get(things, `r${round}-${i}`);
          if (i % 2 === 0) assert.equal(found, undefined);
          else assert.equal(outcome.status, 'fulfilled');
        }
      }
    });
  });

  describe('failure', () => {
    class BreakingStore extends MemoryStore {
      isBroken = false;

      override persist(...args: Parameters<Store['persist']>): Promise<number> {
        return this.isBroken ? Promise.reject(new Error('disk full')) : super.persist(...args);
      }
    }

    test('of the log rejects all that wait, is told once, and everything is refused from then on', async () => {
      const store = new BreakingStore();
      await using middle = await openMiddle({ log: await EmbeddedLog.open(store) });
      await middle.commands.issue(countUp, 'a', FROM_TEST);
      store.isBroken = true;
      const asked = Array.from({ length: 600 }, (_, i) =>
        refusalOf(middle.commands.issue(countUp, `t${i}`, FROM_TEST)),
      );
      for (const refusal of await Promise.all(asked)) assert.equal(refusal.code, 'unavailable');
      assert.match((await middle.commands.failed).message, /disk full/);
      await assert.rejects(middle.following, /disk full/);
      store.isBroken = false;
      const later = await refusalOf(middle.commands.issue(countUp, 'a', FROM_TEST));
      assert.equal(later.message, 'changes can no longer be stored');
      assert.equal(middle.state.reader().get(things, 'a')?.value.n, 1);
    });

    test('to apply rejects what was committed and waits to be read', async () => {
      await using middle = await openMiddle();
      const poison = defineCommand<null>({
        name: 'poison',
        decide: () => {
          const thing = { id: 'x', n: 0 };
          Object.defineProperty(thing, 'group', {
            get: () => {
              throw new Error('unreadable');
            },
          });
          return { writes: [put(things, thing as never)], reply: undefined };
        },
      });
      const asked = [
        refusalOf(middle.commands.issue(poison, null, FROM_TEST)),
        refusalOf(middle.commands.issue(countUp, 'a', FROM_TEST)),
      ];
      await assert.rejects(middle.following, /unreadable/);
      for (const refusal of await Promise.all(asked)) assert.equal(refusal.code, 'unavailable');
      assert.match((await middle.commands.failed).message, /unreadable/);
    });

    test('a change that the log leaves out is one', async () => {
      const { log } = watched(await openMemoryLog());
      const gappy: Log = {
        ...log,
        async *follow(from, signal) {
          for await (const changes of log.follow(from, signal)) yield changes.slice(1);
        },
      };
      await using middle = await openMiddle({ log: gappy });
      const asked = [1, 2].map(() =>
        refusalOf(middle.commands.issue(putThing, { id: 'a', group: '', n: 1 }, FROM_TEST)),
      );
      await assert.rejects(middle.following, /left out change 2/);
      await Promise.all(asked);
    });
  });

  test('who still waits when the server stops is refused, and so is who comes later', async () => {
    const middle = await openMiddle();
    await middle.commands.issue(countUp, 'a', FROM_TEST);
    await middle[Symbol.asyncDispose]();
    const refusal = await refusalOf(middle.commands.issue(removeThing, 'a', FROM_TEST));
    assert.deepEqual([refusal.code, refusal.message], ['unavailable', 'the server is stopping']);
  });

  test('a follower that the log has left behind goes on from a snapshot', async () => {
    const source = await openMemoryLog(undefined, { kept: { changes: 4, bytes: 1_000_000 } });
    let letFollow = () => {};
    const held = new Promise<void>((resolve) => (letFollow = resolve));
    const { log } = watched(source);
    await using middle = await openMiddle({
      log: {
        ...log,
        async *follow(from, signal) {
          await held;
          yield* log.follow(from, signal);
        },
      },
    });
    for (let n = 0; n < 20; n += 1) {
      const writes = [
        { table: 'things', key: `t${n % 10}`, value: { id: `t${n}`, group: 'g', n } },
      ];
      await source.commit([{ writes, expectations: [], origin: 'elsewhere', timeMs: 1 }]);
    }
    letFollow();
    await middle.state.reached((await source.snapshot()).revision);
    assert.deepEqual(
      middle.state
        .reader()
        .by(things, 'group', 'g')
        .map((row) => row.value.n),
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    );
    const next = { id: 'new', group: 'g', most: 100 };
    assert.equal((await middle.commands.issue(join, next, FROM_TEST)).reply, 11);
  });
});
