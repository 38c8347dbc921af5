// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memo } from './memo.ts';

test('the same objects and text lead to the same value, built once', () => {
  const memo = new Memo<object>();
  const [a, b] = [{}, {}];
  const first = memo.get([a, b], 'x', () => ({}));
  assert.equal(
    memo.get([a, b], 'x', () => assert.fail('built again')),
    first,
  );
});

test('another object, another order or another text lead to another value', () => {
  const memo = new Memo<object>();
  const [a, b] = [{}, {}];
  const values = [
    memo.get([a], '', () => ({})),
    memo.get([a, b], '', () => ({})),
    memo.get([b, a], '', () => ({})),
    memo.get([a, b], 'x', () => ({})),
  ];
  assert.equal(new Set(values).size, values.length);
});

test('what could not be built is tried again', () => {
  const memo = new Memo<object>();
  const a = {};
  assert.throws(() =>
    memo.get([a], '', () => {
      throw new Error('not yet');
    }),
  );
  assert.ok(memo.get([a], '', () => ({})));
});
