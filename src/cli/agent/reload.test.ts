// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'files are read again': {
    run: 'reload',
    answers: { 'PUT /v1/agent/reload': null },
    out: 'Configuration reload triggered\n',
  },
  'files that are wrong': {
    run: 'reload',
    answers: { 'PUT /v1/agent/reload': new Reply(500, 'bad file') },
    code: 1,
    err: 'Error reloading: Unexpected response code: 500 (bad file)\n',
  },
});
