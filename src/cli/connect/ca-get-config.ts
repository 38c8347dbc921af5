// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { indentJson } from '../json-layout.ts';

export const caGetConfig = defineCliCommand({
  words: ['connect', 'ca', 'get-config'],
  synopsis: 'Display the configuration of the certificate authority',
  help: `
Usage: causeway connect ca get-config [options]

  Prints the configuration of the mesh's certificate authority as JSON.

    $ causeway connect ca get-config > ca.json
`,
  flags: {},
  run: async ({ client, terminal }) => {
    const text = await whileDoing(
      'Error querying CA configuration',
      client.jsonText({ path: '/v1/connect/ca/configuration' }),
    );
    terminal.out(`${indentJson(text, '\t')}\n`);
    return 0;
  },
});
