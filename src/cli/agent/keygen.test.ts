// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand, scriptedAgent } from '../../../test/cli-harness.ts';

const agent = scriptedAgent();

test('a key is 32 random bytes', async () => {
  const keys = [
    await runCommand(agent, { run: 'keygen' }),
    await runCommand(agent, { run: 'keygen' }),
  ];
  for (const { out, code } of keys) {
    assert.equal(code, 0);
    assert.equal(Buffer.from(out, 'base64').length, 32);
  }
  assert.notEqual(keys[0]?.out, keys[1]?.out);
});
