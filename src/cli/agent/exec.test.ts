// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'nothing runs for others': {
    run: 'exec uptime',
    code: 1,
    err: 'Remote execution is not offered: no agent runs a command for others. See causeway exec -h\n',
    requests: [],
  },
});
