// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { describe, test } from 'node:test';
import { parseCertificate } from '../model/ca/certificate.ts';
import type { Leaf } from '../model/ca/leaf.ts';
import { formatSpiffeId, type WorkloadId } from '../model/ca/spiffe.ts';
import { createBuiltinProvider } from './builtin/provider.ts';
import { type LeafClock, Leaves, type LeavesOptions } from './leaves.ts';
import type { LeafNames, LeafSigner } from './provider.ts';

const CLUSTER_ID = '11111111-2222-3333-4444-555555555555';
const HOUR_MS = 3_600_000;
const TTL_MS = 72 * HOUR_MS;

function named(service: string, dnsNames: readonly string[] = []): LeafNames {
  const trustDomain = `${CLUSTER_ID}.consul`;
  const at = { partition: 'default', namespace: 'default', datacenter: 'dc1' };
  return { id: { kind: 'service', trustDomain, ...at, service }, dnsNames };
}

class FakeClock implements LeafClock {
  nowMs = Date.parse('2026-03-01T12:00:00Z');
  readonly timers = new Map<object, { readonly atMs: number; readonly run: () => void }>();

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const handle = {};
    this.timers.set(handle, { atMs: this.nowMs + delayMs, run });
    return () => this.timers.delete(handle);
  }

  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs;
    for (;;) {
      const [next] = [...this.timers].toSorted(([, a], [, b]) => a.atMs - b.atMs);
      if (next === undefined || next[1].atMs > untilMs) break;
      this.timers.delete(next[0]);
      this.nowMs = next[1].atMs;
      next[1].run();
    }
    this.nowMs = untilMs;
  }
}

/** A holder with everything around it under control; `events` tells of 'change', 'drop' and 'failure'. */
class World implements Disposable {
  readonly clock = new FakeClock();
  readonly events = new EventEmitter();
  readonly changes: Leaf[] = [];
  readonly drops: string[] = [];
  readonly failures: unknown[] = [];
  random = 0;
  serial = 100;
  nextSerial: () => Promise<number> = async () => (this.serial += 1);
  publish: (leaf: Leaf) => void | Promise<void> = () => {};
  readonly leaves: Leaves;

  constructor(options: Partial<LeavesOptions> = {}) {
    this.leaves = new Leaves({
      nextSerial: () => this.nextSerial(),
      onChange: async (leaf) => {
        await this.publish(leaf);
        this.changes.push(leaf);
        this.events.emit('change', leaf);
      },
      onDrop: (id: WorkloadId) => {
        this.drops.push(formatSpiffeId(id).split('/svc/')[1] ?? '');
        this.events.emit('drop');
      },
      onFailure: (_id, error) => {
        this.failures.push(error);
        this.events.emit('failure');
      },
      clock: this.clock,
      random: () => this.random,
      ...options,
    });
  }

  /** Makes a new root the active one. */
  async rotate(): Promise<LeafSigner> {
    const provider = createBuiltinProvider({ now: () => this.clock.nowMs, randomBytes });
    const signer = await provider.openSigner(
      await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 1 }),
    );
    this.leaves.useSigner(signer);
    return signer;
  }

  async changesTo(count: number): Promise<void> {
    while (this.changes.length < count) await once(this.events, 'change');
  }

  [Symbol.dispose](): void {
    this.leaves[Symbol.dispose]();
  }
}

describe('a leaf', () => {
  test('is issued once, published once, and then given to everybody', async () => {
    using world = new World();
    const signer = await world.rotate();
    const [first, second] = await Promise.all([
      world.leaves.leafFor(named('web')),
      world.leaves.keep(named('web')),
    ]);
    assert.equal(first, second);
    assert.equal(await world.leaves.leafFor(named('web')), first);
    assert.deepEqual(world.changes, [first]);
    assert.equal(first.rootId, signer.rootId);
    assert.equal(first.serial, 101n);
    assert.equal(first.notBeforeMs, world.clock.nowMs - 60_000);
    assert.equal(first.notAfterMs - first.notBeforeMs, TTL_MS);
    assert.ok(
      parseCertificate(first.certPem).checkPrivateKey(
        createPrivateKey(first.privateKeyPem.reveal()),
      ),
    );
  });

  test('is valid for as long as it was configured', async () => {
    using world = new World({ ttlMs: () => HOUR_MS });
    await world.rotate();
    const leaf = await world.leaves.leafFor(named('web'));
    assert.equal(leaf.notAfterMs - leaf.notBeforeMs, HOUR_MS);
  });

  test('is not given before there is a root, and a kept one is issued when there is', async () => {
    using world = new World();
    const message = 'CA is uninitialized and unable to sign certificates yet: no root certificate';
    await assert.rejects(world.leaves.leafFor(named('db')), { name: 'Refusal', message });
    await assert.rejects(world.leaves.keep(named('web')), { name: 'Refusal', message });
    await world.rotate();
    await world.changesTo(1);
    assert.deepEqual(world.changes[0]?.id, named('web').id);
  });

  test('is issued again when its other names change', async () => {
    using world = new World();
    await world.rotate();
    const first = await world.leaves.keep(named('web', ['a.example']));
    assert.equal(await world.leaves.keep(named('web', ['a.example'])), first);
    const second = await world.leaves.keep(named('web', ['b.example']));
    assert.match(parseCertificate(second.certPem).subjectAltName ?? '', /^DNS:b\.example, URI:/);
    assert.equal(await world.leaves.leafFor(named('web', ['b.example'])), second);
  });

  test('has the names that were asked for last, also when they changed while it was issued', async () => {
    using world = new World();
    await world.rotate();
    const [first, second] = await Promise.all([
      world.leaves.keep(named('web', ['a.example'])),
      world.leaves.keep(named('web', ['b.example'])),
    ]);
    assert.equal(first, second);
    assert.match(parseCertificate(first.certPem).subjectAltName ?? '', /^DNS:b\.example, URI:/);
  });

  test('that has expired is not given, whatever the timers did', async () => {
    using world = new World();
    await world.rotate();
    const first = await world.leaves.leafFor(named('web'));
    world.clock.nowMs = first.notAfterMs;
    const second = await world.leaves.leafFor(named('web'));
    assert.ok(second.notAfterMs > first.notAfterMs);
  });
});

describe('renewal', () => {
  for (const [random, part] of [
    [0, 0.6],
    [0.5, 0.75],
  ] as const) {
    test(`comes at ${part} of the lifetime when chance is ${random}, with a new key`, async () => {
      using world = new World();
      world.random = random;
      await world.rotate();
      const first = await world.leaves.keep(named('web'));
      const dueMs = first.notBeforeMs + TTL_MS * part;
      world.clock.advance(dueMs - world.clock.nowMs - 1);
      assert.equal(world.serial, 101);
      world.clock.advance(1);
      await world.changesTo(2);
      const second = await world.leaves.leafFor(named('web'));
      assert.equal(second, world.changes[1]);
      assert.equal(second.serial, 102n);
      assert.notEqual(second.privateKeyPem.reveal(), first.privateKeyPem.reveal());
    });
  }

  test('of a leaf that is valid for a year needs no timer longer than a day', async () => {
    using world = new World({ ttlMs: () => 8_760 * HOUR_MS });
    await world.rotate();
    const first = await world.leaves.keep(named('web'));
    const [timer] = world.clock.timers.values();
    assert.equal(timer?.atMs, world.clock.nowMs + 24 * HOUR_MS);
    world.clock.advance(first.notBeforeMs + 8_760 * HOUR_MS * 0.6 - world.clock.nowMs);
    await world.changesTo(2);
  });

  test('is tried again, ever more slowly, while the leaf stays as it is', async () => {
    using world = new World();
    await world.rotate();
    const first = await world.leaves.keep(named('web'));
    const working = world.nextSerial;
    world.nextSerial = () => Promise.reject(new Error('no log'));
    world.clock.advance(first.notBeforeMs + TTL_MS * 0.6 - world.clock.nowMs);
    await once(world.events, 'failure');
    for (const delayMs of [1_000, 2_000, 4_000]) {
      assert.equal(await world.leaves.leafFor(named('web')), first);
      const [timer] = world.clock.timers.values();
      assert.equal(timer?.atMs, world.clock.nowMs + delayMs);
      if (delayMs === 4_000) world.nextSerial = working;
      const told = once(world.events, delayMs === 4_000 ? 'change' : 'failure');
      world.clock.advance(delayMs);
      await told;
    }
    assert.equal(world.failures.length, 3);
    assert.equal((await world.leaves.leafFor(named('web'))).serial, 102n);
  });

  test('counts as failed when the new leaf could not be published', async () => {
    using world = new World();
    await world.rotate();
    world.publish = () => Promise.reject(new Error('not written'));
    await assert.rejects(world.leaves.keep(named('web')), { message: 'not written' });
    world.publish = () => {};
    world.clock.advance(1_000);
    await world.changesTo(1);
  });

  test('ends for a leaf that nobody keeps and nobody asked for in the last hour', async () => {
    using world = new World();
    await world.rotate();
    await world.leaves.leafFor(named('idle'));
    await world.leaves.keep(named('kept'));
    const asked = await world.leaves.leafFor(named('asked'));
    world.clock.advance(asked.notBeforeMs + TTL_MS * 0.6 - world.clock.nowMs - 1);
    await world.leaves.leafFor(named('asked'));
    world.clock.advance(1);
    await world.changesTo(5);
    assert.deepEqual(world.drops, ['idle']);
  });
});

describe('rotation of the root', () => {
  test('signs every leaf again at once', async () => {
    using world = new World();
    await world.rotate();
    const services = Array.from({ length: 100 }, (_, i) => `web-${i}`);
    await Promise.all(services.map((service) => world.leaves.keep(named(service))));
    const { rootId } = await world.rotate();
    await world.changesTo(200);
    for (const service of services)
      assert.equal((await world.leaves.leafFor(named(service))).rootId, rootId);
    assert.equal(world.clock.timers.size, 100);
  });

  test('also signs again what was just being signed', async () => {
    using world = new World();
    const gate = Promise.withResolvers<number>();
    world.nextSerial = () => gate.promise;
    await world.rotate();
    const asked = world.leaves.leafFor(named('web'));
    const { rootId } = await world.rotate();
    gate.resolve(7);
    assert.equal((await asked).rootId, rootId);
  });

  test('also signs again what was just being published', async () => {
    using world = new World();
    await world.rotate();
    let newRoot: LeafSigner | undefined;
    world.publish = async () => {
      newRoot ??= await world.rotate();
    };
    assert.equal((await world.leaves.keep(named('web'))).rootId, newRoot?.rootId);
    assert.equal(world.changes.at(-1)?.rootId, newRoot?.rootId);
  });
});

describe('what is held', () => {
  test('goes at once when it is released and nobody asked for it', async () => {
    using world = new World();
    await world.rotate();
    await world.leaves.keep(named('web'));
    world.leaves.release(named('web').id);
    assert.deepEqual(world.drops, ['web']);
    assert.equal(world.clock.timers.size, 0);
    world.leaves.release(named('web').id);
    assert.deepEqual(world.drops, ['web']);
  });

  test('stays when it is released and somebody asked for it lately', async () => {
    using world = new World();
    await world.rotate();
    await world.leaves.keep(named('web'));
    const leaf = await world.leaves.leafFor(named('web'));
    world.leaves.release(named('web').id);
    assert.equal(await world.leaves.leafFor(named('web')), leaf);
    assert.deepEqual(world.drops, []);
  });

  test('goes when it is released while it is issued', async () => {
    using world = new World();
    await world.rotate();
    const kept = world.leaves.keep(named('web'));
    world.leaves.release(named('web').id);
    await kept;
    assert.deepEqual(world.drops, ['web']);
    assert.equal(world.clock.timers.size, 0);
  });

  test('makes room for others, beginning with what was asked for longest ago', async () => {
    using world = new World({ limit: 3 });
    await world.rotate();
    await world.leaves.keep(named('kept'));
    await world.leaves.leafFor(named('a'));
    await world.leaves.leafFor(named('b'));
    await world.leaves.leafFor(named('a'));
    await world.leaves.leafFor(named('c'));
    assert.deepEqual(world.drops, ['b']);
    assert.equal(world.clock.timers.size, 3);
  });

  test('is never more than the limit', async () => {
    using world = new World({ limit: 2 });
    await world.rotate();
    await Promise.all([world.leaves.keep(named('a')), world.leaves.keep(named('b'))]);
    await assert.rejects(world.leaves.keep(named('c')), {
      name: 'Refusal',
      code: 'rate-limited',
      message: 'more than 2 certificates are in use',
    });
    world.leaves.release(named('a').id);
    await world.leaves.keep(named('c'));
  });

  test('is nothing after a first issue that failed, unless it is kept', async () => {
    using world = new World({ limit: 1 });
    await world.rotate();
    const working = world.nextSerial;
    world.nextSerial = () => Promise.reject(new Error('no log'));
    await assert.rejects(world.leaves.leafFor(named('a')), { message: 'no log' });
    world.nextSerial = working;
    await world.leaves.keep(named('b'));
    assert.deepEqual(world.drops, []);
  });

  test('is nothing after the end: no timer is left and nothing more is published', async () => {
    using world = new World();
    await world.rotate();
    await world.leaves.keep(named('a'));
    const late = world.leaves.keep(named('b'));
    world.leaves[Symbol.dispose]();
    await late;
    assert.equal(world.clock.timers.size, 0);
    assert.equal(world.changes.length, 1);
  });
});
