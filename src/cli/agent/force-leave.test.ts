// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const leave = 'PUT /v1/agent/force-leave/app 7';

testCommands({
  'a member': { run: ['force-leave', 'app 7'], answers: { [leave]: null }, requests: [leave] },
  'from the list, too': {
    run: ['force-leave', '-prune', '-wan', 'app 7'],
    answers: { [`${leave}?prune=1&wan=1`]: null },
  },
  'one that is not there': {
    run: ['force-leave', 'app 7'],
    answers: { [leave]: new Reply(500, 'No node found') },
    code: 1,
    err: 'Error force leaving: Unexpected response code: 500 (No node found)\n',
  },
});
