// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';

export const reload = defineCliCommand({
  words: ['reload'],
  synopsis: 'Triggers the agent to reload configuration files',
  help: `
Usage: causeway reload [options]

  Lets the agent read its configuration files again, as SIGHUP does. What is
  wrong in them is said here, and nothing changes then.

    $ causeway reload
`,
  flags: {},
  run: async ({ client, terminal }) => {
    await whileDoing('Error reloading', client.send({ method: 'PUT', path: '/v1/agent/reload' }));
    terminal.out('Configuration reload triggered\n');
    return 0;
  },
});
