// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { required } from '../required.ts';
import { nameFlag, peeringPath } from './flags.ts';

export const peeringDelete = defineCliCommand({
  words: ['peering', 'delete'],
  synopsis: 'Delete a peering connection',
  help: `
Usage: causeway peering delete [options] -name <peer name>

  Ends the peering: the connection is closed, what was imported is removed in
  the background, and the other cluster is told.

    $ causeway peering delete -name west
`,
  flags: { name: nameFlag },
  run: async ({ values, client, terminal }) => {
    const name = required('name', values.name);
    await whileDoing(
      `Error deleting peering for ${name}`,
      client.send({ method: 'DELETE', path: peeringPath(name) }),
    );
    terminal.out(`Successfully submitted peering connection, ${name}, for deletion\n`);
    return 0;
  },
});
