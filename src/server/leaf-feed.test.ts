// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leaf } from '../model/ca/leaf.ts';
import { formatSpiffeId } from '../model/ca/spiffe.ts';
import { Secret } from '../model/secret.ts';
import { LeafFeed } from './leaf-feed.ts';

function leafOf(service: string, serial: bigint): Leaf {
  return {
    id: {
      kind: 'service',
      trustDomain: 'own.consul',
      partition: 'default',
      namespace: 'default',
      datacenter: 'dc1',
      service,
    },
    serial,
    certPem: '',
    privateKeyPem: new Secret(''),
    notBeforeMs: 0,
    notAfterMs: 0,
    rootId: '',
  };
}

/** A feed over one leaf that can be renewed, at revision 10. */
function open() {
  const world = { leaf: leafOf('web', 1n), revision: 10 };
  const feed = new LeafFeed({
    leafFor: () => Promise.resolve(world.leaf),
    revision: () => world.revision,
  });
  const renew = (serial: bigint): void => {
    world.leaf = leafOf('web', serial);
    feed.noted(world.leaf);
  };
  const ask = (index: number, waitMs = 60_000, signal = new AbortController().signal) =>
    feed.leafOf('web', { index, waitMs, signal });
  return { world, feed, renew, ask };
}

test('a leaf has the revision that the log had reached as its index', async () => {
  const { ask, world } = open();
  assert.equal((await ask(0)).ModifyIndex, 10);
  world.revision = 20;
  assert.equal((await ask(0)).ModifyIndex, 10);
});

test('who knows the leaf waits for the next one', async () => {
  const { ask, renew } = open();
  await ask(0);
  const waiting = ask(10);
  renew(2n);
  const next = await waiting;
  assert.equal(next.SerialNumber, '02');
  assert.equal(next.ModifyIndex, 11);
});

test('who waits for nothing gets the same leaf in the end', async () => {
  const { ask } = open();
  await ask(0);
  assert.equal((await ask(10, 5)).ModifyIndex, 10);
  const gone = AbortSignal.abort();
  assert.equal((await ask(10, 60_000, gone)).ModifyIndex, 10);
});

test('an index from before a restart does not make anybody wait', async () => {
  const { ask } = open();
  assert.equal((await ask(9)).ModifyIndex, 10);
});

test('a leaf that was dropped counts on from the revision', async () => {
  const { ask, feed, renew, world } = open();
  await ask(0);
  feed.dropped(formatSpiffeId(world.leaf.id));
  world.revision = 30;
  renew(2n);
  assert.equal((await ask(0)).ModifyIndex, 30);
});
