// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';

export const leave = defineCliCommand({
  words: ['leave'],
  synopsis: 'Gracefully leaves the cluster and shuts down',
  help: `
Usage: causeway leave [options]

  Lets the agent say goodbye to the cluster and end.

    $ causeway leave
`,
  flags: {},
  run: async ({ client, terminal }) => {
    await whileDoing('Error leaving', client.send({ method: 'PUT', path: '/v1/agent/leave' }));
    terminal.out('Graceful leave complete\n');
    return 0;
  },
});
