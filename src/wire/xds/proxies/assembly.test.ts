// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Built } from '../resources/built.ts';
import type { ResourceRef } from '../resource-set.ts';
import { assemble, attempt, type Attempt } from './assembly.ts';

function built(name: string, needs: readonly ResourceRef[] = [], version = '1'): Built {
  return { name, version, any: new Uint8Array(), needs };
}

const clusterOf = (name: string): Attempt => attempt('clusters', name, () => built(name));

function listenerOf(name: string, ...needs: readonly ResourceRef[]): Attempt {
  return attempt('listeners', name, () => built(name, needs));
}

test('what is built is in the set', () => {
  const set = assemble([listenerOf('l', { type: 'clusters', name: 'c' }), clusterOf('c')]);
  assert.deepEqual([...set.listeners.keys()], ['l']);
  assert.deepEqual([...set.clusters.keys()], ['c']);
  assert.deepEqual(set.problems, []);
});

test('what fails is a problem, and the rest stands', () => {
  const bad = attempt('clusters', 'bad', () => {
    throw new Error('no sense in it');
  });
  const set = assemble([bad, clusterOf('c')]);
  assert.deepEqual([...set.clusters.keys()], ['c']);
  assert.deepEqual(set.problems, [{ resource: 'clusters/bad', message: 'no sense in it' }]);
});

test('what needs something that is missing is left out, and so is what needs that', () => {
  const route = attempt('routes', 'r', () => built('r', [{ type: 'clusters', name: 'gone' }]));
  const set = assemble([listenerOf('l', { type: 'routes', name: 'r' }), listenerOf('fine'), route]);
  assert.deepEqual([...set.listeners.keys()], ['fine']);
  assert.deepEqual(set.problems, [
    { resource: 'routes/r', message: 'needs clusters/gone, which is missing' },
    { resource: 'listeners/l', message: 'needs routes/r, which is missing' },
  ]);
});

test('the same resource may be asked for twice', () => {
  const set = assemble([clusterOf('c'), clusterOf('c')]);
  assert.equal(set.clusters.size, 1);
  assert.deepEqual(set.problems, []);
});

test('of two different resources of one name the first is taken', () => {
  const other = attempt('clusters', 'c', () => built('c', [], '2'));
  const set = assemble([clusterOf('c'), other]);
  assert.equal(set.clusters.get('c')?.version, '1');
  assert.deepEqual(set.problems, [
    { resource: 'clusters/c', message: 'two of this name are asked for' },
  ]);
});
