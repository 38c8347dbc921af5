// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { required } from '../peering/flags.ts';

export const configRead = defineCliCommand({
  words: ['config', 'read'],
  synopsis: 'Read a centralized config entry',
  help: `
Usage: causeway config read [options] -kind <kind> -name <name>

  Prints a config entry as JSON.

    $ causeway config read -kind proxy-defaults -name global
`,
  flags: {
    kind: stringFlag('kind', '(Required) Kind of the entry.'),
    name: stringFlag('name', '(Required) Name of the entry.'),
  },
  run: async ({ values, client, terminal }) => {
    const kind = required('kind', values.kind);
    const name = required('name', values.name);
    const entry = await whileDoing(
      `Error reading config entry ${kind}/${name}`,
      client.json<object>({
        path: `/v1/config/${encodeURIComponent(kind)}/${encodeURIComponent(name)}`,
      }),
    );
    terminal.out(`${JSON.stringify(entry, null, 4)}\n`);
    return 0;
  },
});
