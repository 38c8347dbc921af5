// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turnstile } from './turnstile.ts';

test('at most as many are inside as there are places, in the order in which they came', async () => {
  const turnstile = new Turnstile(2);
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const entered: number[] = [];
  const passing = gates.map(({ promise }, i) =>
    turnstile.pass(async () => {
      entered.push(i);
      await promise;
      return i;
    }),
  );
  assert.deepEqual(entered, [0, 1]);
  gates[1]?.resolve();
  await passing[1];
  await new Promise(setImmediate);
  assert.deepEqual(entered, [0, 1, 2]);
  for (const { resolve } of gates) resolve();
  assert.deepEqual(await Promise.all(passing), [0, 1, 2, 3, 4]);
  assert.deepEqual(entered, [0, 1, 2, 3, 4]);
});

test('a place becomes free again when what was inside failed', async () => {
  const turnstile = new Turnstile(1);
  const failing = turnstile.pass(() => Promise.reject(new Error('no')));
  const next = turnstile.pass(() => Promise.resolve('yes'));
  await assert.rejects(failing, { message: 'no' });
  assert.equal(await next, 'yes');
});
