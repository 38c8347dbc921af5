// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPeerName } from './name.ts';

describe('a peering can be called', () => {
  for (const name of ['a', '0', 'cluster-02', 'a--b', 'x'.repeat(63)]) {
    test(name, () => assert.doesNotThrow(() => checkPeerName(name)));
  }
});

describe('a peering cannot be called', () => {
  for (const name of [
    '',
    '--AA--',
    'Cluster',
    '-a',
    'a-',
    'a.b',
    'a_b',
    'a b',
    'a\n',
    'ä',
    'x'.repeat(64),
  ]) {
    test(JSON.stringify(name), () => {
      assert.throws(() => checkPeerName(name), {
        name: 'Refusal',
        code: 'rpc-error',
        message: `${name} is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
      });
    });
  }
});
