// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { listIntentions } from './find.ts';
import { destinationOf, sourceOf } from './shape.ts';

const NONE = 2;

export const intentionList = defineCliCommand({
  words: ['intention', 'list'],
  synopsis: 'List intentions',
  help: `
Usage: causeway intention list [options]

  Lists all intentions, those of peers as peer:<peer>/<service>. Exits with 2
  when there is none.

    $ causeway intention list
`,
  flags: {},
  run: async ({ client, terminal }) => {
    const intentions = await whileDoing(
      'Failed to retrieve the intentions list',
      listIntentions(client),
    );
    if (intentions.length === 0) {
      terminal.err('There are no intentions.\n');
      return NONE;
    }
    const rows = intentions.map((intention) => {
      const { ID = '', Action = '', Precedence = 0 } = intention;
      return [ID, sourceOf(intention), Action, destinationOf(intention), String(Precedence)];
    });
    terminal.out(columns([['ID', 'Source', 'Action', 'Destination', 'Precedence'], ...rows]));
    return 0;
  },
});
