// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runCommand, scriptedAgent } from '../../../test/cli-harness.ts';

const agent = scriptedAgent();

describe('a call that can not be meant says why, and shows the usage:', () => {
  const cases: Record<string, string> = {
    event: 'Event name must be specified',
    'event -name=deploy a b': 'Too many command line arguments.',
    'force-leave': 'A single node name must be specified to force leave.',
    'force-leave a b': 'A single node name must be specified to force leave.',
    join: 'At least one address to join must be specified.',
    keyring: 'No action was given',
    rtt: 'One or two node names must be specified',
    'rtt a b c': 'One or two node names must be specified',
  };
  for (const [run, message] of Object.entries(cases)) {
    test(run, async () => {
      const { code, out, err } = await runCommand(agent, { run });
      assert.ok(err.startsWith(`${message}\n\nUsage: causeway ${run.split(' ')[0]} `), err);
      assert.deepEqual({ code, out, asked: agent.lines }, { code: 1, out: '', asked: [] });
    });
  }
});
