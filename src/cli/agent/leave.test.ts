// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'the agent goes': {
    run: 'leave',
    answers: { 'PUT /v1/agent/leave': null },
    out: 'Graceful leave complete\n',
  },
  'the agent stays': {
    run: 'leave',
    answers: { 'PUT /v1/agent/leave': new Reply(403, 'Permission denied') },
    code: 1,
    err: 'Error leaving: Unexpected response code: 403 (Permission denied)\n',
  },
});
