// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  configurationReference,
  explainedKeys,
  namedKeys,
  writtenConfiguration,
} from './configuration.ts';

test('docs/reference/configuration.md has every key; if not, run `npm run reference`', () => {
  assert.equal(writtenConfiguration(), configurationReference());
});

test('every key that is used is explained, and no other', () => {
  const used = namedKeys().filter(({ standing }) => standing.is === 'used');
  assert.deepEqual(explainedKeys.toSorted(), used.map(({ name }) => name).toSorted());
});
