// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret, secretsEqual } from './secret.ts';

test('a secret shows itself nowhere but in reveal', () => {
  const secret = new Secret('hunter2');
  assert.equal(secret.reveal(), 'hunter2');
  assert.equal(`${secret}`, '[secret]');
  assert.equal(JSON.stringify({ secret }), '{"secret":"[secret]"}');
  assert.equal(inspect({ secret }), '{ secret: [secret] }');
  assert.equal(format('%s %o %j', secret, secret, secret).includes('hunter2'), false);
  assert.deepEqual({ ...secret }, {});
});

describe('secrets are equal', () => {
  const cases: [string, string, string, boolean][] = [
    ['when their bytes are', 'abc', 'abc', true],
    ['also beyond ASCII', 'é', 'é', true],
    ['not when one byte differs', 'abc', 'abd', false],
    ['not when one is longer', 'abc', 'abcd', false],
    ['not when both are empty', '', '', false],
    ['not when one is empty', 'abc', '', false],
  ];
  for (const [name, a, b, expected] of cases)
    test(name, () => assert.equal(secretsEqual(a, b), expected));
});
