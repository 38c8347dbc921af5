// SPDX-License-Identifier: Apache-2.0
// Keys, locks, sessions and transactions against a model that is too simple to be wrong: plain maps, copied
// before each step. Thousands of random steps have to answer and leave behind the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Seeded, seed, seeded } from '../../test/seeded.ts';
import { openMemoryLog } from '../log/memory/store.ts';
import type { TransactionOp } from '../model/txn/transaction.ts';
import { localTenancy } from '../model/tenancy.ts';
import { type Core, openCore } from '../server/core.ts';
import { kv, rowsBelow } from '../state/tables/kv.ts';
import { sessions } from '../state/tables/sessions.ts';
import { applyTransaction } from './apply-transaction.ts';
import type { Command } from './command.ts';
import { createSession } from './create-session.ts';
import { deleteKey } from './delete-key.ts';
import { deregisterCatalog } from './deregister-catalog.ts';
import { destroySession } from './destroy-session.ts';
import { endLockDelay } from './end-lock-delay.ts';
import { putKey, type PutKey } from './put-key.ts';
import { registerCatalog } from './register-catalog.ts';

const KEYS = ['a', 'a/1', 'a/2', 'a/b/1', 'ab', 'b', 'b/☃', 'b/\u{1F600}'];
const PREFIXES = ['', 'a', 'a/', 'a/b', 'b/', 'c'];
const NODES = ['n1', 'n2'];
const STEPS = 1_500;

interface Entry {
  value: string;
  flags: number;
  lock: number;
  session: string;
  create: number;
  modify: number;
}

/** All that there is, with the rules in their plainest form. `now` is the revision of what is done next. */
class Model {
  entries = new Map<string, Entry>();
  sessions = new Map<string, { node: string; behavior: string; delays: boolean }>();
  delayed = new Map<string, string>();

  copy(): Model {
    const copy = new Model();
    for (const [key, entry] of this.entries) copy.entries.set(key, { ...entry });
    copy.sessions = new Map(this.sessions);
    copy.delayed = new Map(this.delayed);
    return copy;
  }

  put(key: string, wanted: Pick<Entry, 'value' | 'flags' | 'lock' | 'session'>, now: number): void {
    const old = this.entries.get(key);
    const { create, modify, ...rest } = old ?? { create: now, modify: now };
    const isSame = old !== undefined && JSON.stringify(rest) === JSON.stringify(wanted);
    this.entries.set(key, { ...wanted, create, modify: isSame ? modify : now });
  }

  set(key: string, value: string, flags: number, now: number): void {
    const session = this.entries.get(key)?.session ?? '';
    this.put(key, { value, flags, lock: 0, session }, now);
  }

  cas(key: string, value: string, flags: number, index: number, now: number): boolean {
    const old = this.entries.get(key);
    if (index === 0 ? old !== undefined : old?.modify !== index || index === now) return false;
    this.set(key, value, flags, now);
    return true;
  }

  acquire(
    key: string,
    value: string,
    flags: number,
    session: string,
    now: number,
  ): boolean | string {
    if (this.delayed.has(key)) return false;
    if (!this.sessions.has(session)) return session === '' ? 'missing' : 'invalid';
    const { session: holder = '', lock = 0 } = this.entries.get(key) ?? {};
    if (holder !== '' && holder !== session) return false;
    this.put(key, { value, flags, lock: holder === '' ? lock + 1 : lock, session }, now);
    return true;
  }

  release(
    key: string,
    value: string,
    flags: number,
    session: string,
    now: number,
  ): boolean | string {
    if (session === '') return 'missing';
    const old = this.entries.get(key);
    if (old === undefined || old.session !== session) return false;
    this.put(key, { value, flags, lock: old.lock, session: '' }, now);
    return true;
  }

  deleteCas(key: string, index: number, now: number): boolean {
    const old = this.entries.get(key);
    if (old !== undefined && (old.modify !== index || index === now || index === 0)) return false;
    this.entries.delete(key);
    return true;
  }

  deleteBelow(prefix: string): void {
    for (const key of this.keysBelow(prefix)) this.entries.delete(key);
  }

  keysBelow(prefix: string): string[] {
    const keys = [...this.entries.keys()].filter((key) => key.startsWith(prefix));
    return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  end(id: string, now: number): void {
    const session = this.sessions.get(id);
    if (session === undefined) return;
    this.sessions.delete(id);
    for (const [key, entry] of this.entries) {
      if (entry.session !== id) continue;
      if (session.behavior === 'delete') this.entries.delete(key);
      else this.entries.set(key, { ...entry, session: '', modify: now });
      if (session.delays) this.delayed.set(key, id);
    }
  }
}

/** A random step: what is done to the server, and what the model says of it. */
interface Step {
  readonly name: string;
  readonly run: (core: Core) => Promise<unknown>;
  readonly expect: (model: Model, now: number) => unknown;
}

async function issue<I, R>(core: Core, command: Command<I, R>, input: I): Promise<R> {
  return (await core.commands.issue(command, input, { origin: 'test' })).reply;
}

function keyStep(random: Seeded, model: Model): Step {
  const key = random.pick(KEYS);
  const flags = random.below(3);
  const value = random.pick(['', 'eA==', 'eQ==']);
  const session = random.pick([...model.sessions.keys(), 'ghost']);
  const index = random.pick([0, 1, model.entries.get(key)?.modify ?? 0]);
  const entry = { Key: key, Value: value, Flags: flags };
  const put = (name: string, condition: PutKey['condition'], expect: Step['expect']): Step => {
    const input = condition === undefined ? { entry } : { entry, condition };
    return { name, run: (core) => issue(core, putKey, input), expect };
  };
  switch (random.below(6)) {
    case 0:
      return put('set', undefined, (m, now) => {
        m.set(key, value, flags, now);
        return true;
      });
    case 1:
      return put('cas', { is: 'unchanged', index }, (m, now) =>
        m.cas(key, value, flags, index, now),
      );
    case 2:
      return put('acquire', { is: 'acquire', session }, (m, now) =>
        m.acquire(key, value, flags, session, now),
      );
    case 3:
      return put('release', { is: 'release', session }, (m, now) =>
        m.release(key, value, flags, session, now),
      );
    case 4:
      return {
        name: 'delete-cas',
        run: (core) => issue(core, deleteKey, { key, index }),
        expect: (m, now) => m.deleteCas(key, index, now),
      };
    default: {
      const prefix = random.pick([...PREFIXES, ...KEYS]);
      return {
        name: 'delete-tree',
        run: (core) => issue(core, deleteKey, { key: prefix, isPrefix: true }),
        expect: (m) => {
          m.deleteBelow(prefix);
          return true;
        },
      };
    }
  }
}

function sessionStep(random: Seeded, model: Model, nextId: string): Step {
  const id = random.pick([...model.sessions.keys(), 'ghost']);
  const node = random.pick(NODES);
  const nothing = undefined;
  switch (random.below(5)) {
    case 0:
      return {
        name: 'destroy session',
        run: (core) => issue(core, destroySession, id),
        expect: (m, now) => m.end(id, now),
      };
    case 1:
      return {
        name: 'lose node',
        run: async (core) => {
          const input = { node, serviceId: '', checkId: '' };
          await issue(core, deregisterCatalog, input);
        },
        expect: (m, now) => {
          for (const [each, session] of m.sessions) if (session.node === node) m.end(each, now);
        },
      };
    case 2: {
      const [key, session] = random.pick([...model.delayed, ['none', 'none'] as const]);
      return {
        name: 'end delay',
        run: (core) =>
          issue(core, endLockDelay, { tenancy: localTenancy, key, session, delayMs: 0 }),
        expect: (m) => {
          m.delayed.delete(key);
          return nothing;
        },
      };
    }
    default: {
      const behavior = random.pick(['release', 'delete'] as const);
      const delays = random.below(2) === 0;
      return {
        name: 'create session',
        run: async (core) => {
          const request = { Node: node, Address: '10.0.0.1' };
          await issue(core, registerCatalog, { request, datacenter: 'dc1' });
          await issue(core, createSession, {
            ID: nextId,
            Name: '',
            Node: node,
            LockDelay: delays ? 1e9 : 0,
            Behavior: behavior,
            TTL: '',
            NodeChecks: [],
            ServiceChecks: null,
          });
        },
        expect: (m) => {
          m.sessions.set(nextId, { node, behavior, delays });
        },
      };
    }
  }
}

const VERBS = [
  'set',
  'cas',
  'lock',
  'unlock',
  'delete',
  'delete-cas',
  'delete-tree',
  'get',
  'check-index',
];

function transactionStep(random: Seeded, model: Model): Step {
  const operations = Array.from({ length: 1 + random.below(4) }, () => {
    const Key = random.pick(KEYS);
    return {
      Verb: random.pick(VERBS),
      Key,
      Value: random.pick(['', 'eg==']),
      Flags: random.below(2),
      Index: random.pick([0, model.entries.get(Key)?.modify ?? 0]),
      Session: random.pick([...model.sessions.keys(), 'ghost']),
    };
  });
  return {
    name: `txn ${operations.map(({ Verb }) => Verb).join()}`,
    run: async (core) => {
      const ops = operations.map((op): TransactionOp => ({ kind: 'KV', verb: op.Verb, op }));
      const { errors } = await issue(core, applyTransaction, ops);
      return errors.map(({ OpIndex }) => OpIndex);
    },
    expect: (m, now) => {
      const early = operations.flatMap(({ Verb, Key }, i) =>
        Verb === 'lock' && m.delayed.has(Key) ? [i] : [],
      );
      if (early.length > 0) return early;
      const draft = m.copy();
      const failed = operations.flatMap((op, i) => (isDone(draft, op, now) ? [] : [i]));
      if (failed.length === 0) m.entries = draft.entries;
      return failed;
    },
  };
}

interface Operation {
  readonly Verb: string;
  readonly Key: string;
  readonly Value: string;
  readonly Flags: number;
  readonly Index: number;
  readonly Session: string;
}

function isDone(
  m: Model,
  { Verb, Key, Value, Flags, Index, Session }: Operation,
  now: number,
): boolean {
  switch (Verb) {
    case 'set':
      m.set(Key, Value, Flags, now);
      return true;
    case 'cas':
      return m.cas(Key, Value, Flags, Index, now);
    case 'lock':
      return m.acquire(Key, Value, Flags, Session, now) === true;
    case 'unlock':
      return m.release(Key, Value, Flags, Session, now) === true;
    case 'delete':
      m.entries.delete(Key);
      return true;
    case 'delete-cas':
      return m.deleteCas(Key, Index, now);
    case 'delete-tree':
      m.deleteBelow(Key);
      return true;
    case 'get':
      return m.entries.has(Key);
    default:
      return m.entries.has(Key) && m.entries.get(Key)?.modify === Index && Index !== now;
  }
}

/** The answer, or what was refused in a word. */
async function answerOf(step: Step, core: Core): Promise<unknown> {
  try {
    return await step.run(core);
  } catch (error) {
    return /(missing|invalid) session/.exec(String(error))?.[1] ?? error;
  }
}

function shownState(core: Core): unknown {
  const read = core.state.reader();
  return {
    entries: read.all(kv).map(({ value: { entry }, createRevision, modifyRevision }) => {
      const { Key, Value, Flags, LockIndex, Session } = entry;
      return [Key, Value, Flags, LockIndex, Session, createRevision, modifyRevision];
    }),
    below: PREFIXES.map((prefix) => rowsBelow(read, prefix).map(({ value }) => value.entry.Key)),
    sessions: read.all(sessions).map(({ value }) => value.session.ID),
  };
}

function shownModel(model: Model): unknown {
  return {
    entries: model.keysBelow('').map((key) => {
      const { value, flags, lock, session, create, modify } = model.entries.get(key) as Entry;
      return [key, value, flags, lock, session, create, modify];
    }),
    below: PREFIXES.map((prefix) => model.keysBelow(prefix)),
    sessions: [...model.sessions.keys()].sort(),
  };
}

test('keys, locks, sessions and transactions do as a simple model does', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seeded(seed);
  const core = await openCore(await openMemoryLog());
  const stop = new AbortController();
  const following = core.follow(stop.signal);
  const model = new Model();
  for (let i = 0; i < STEPS; i += 1) {
    const kinds = [keyStep, keyStep, transactionStep];
    const step =
      random.below(4) === 0
        ? sessionStep(random, model, `s${String(i).padStart(5, '0')}`)
        : random.pick(kinds)(random, model);
    const next = core.state.at + 1;
    const found = await answerOf(step, core);
    // A step of several commands has the revision of the last one.
    const now = Math.max(next, core.state.at);
    const where = `step ${i}: ${step.name}`;
    assert.deepEqual(found, step.expect(model, now), where);
    assert.deepEqual(shownState(core), shownModel(model), where);
  }
  stop.abort();
  await following;
  await core.log.close();
});
