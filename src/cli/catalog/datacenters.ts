// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';

export const catalogDatacenters = defineCliCommand({
  words: ['catalog', 'datacenters'],
  synopsis: 'Lists all known datacenters',
  help: `
Usage: causeway catalog datacenters [options]

  Lists the datacenters that this agent knows.

    $ causeway catalog datacenters
`,
  flags: {},
  run: async ({ client, terminal }) => {
    const names = await whileDoing(
      'Error listing datacenters',
      client.json<readonly string[]>({ path: '/v1/catalog/datacenters' }),
    );
    terminal.out(names.map((name) => `${name}\n`).join(''));
    return 0;
  },
});
