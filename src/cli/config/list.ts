// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { required } from '../peering/flags.ts';

export const configList = defineCliCommand({
  words: ['config', 'list'],
  synopsis: 'List centralized config entries of a given kind',
  help: `
Usage: causeway config list [options] -kind <kind>

  Prints the names of all entries of a kind.

    $ causeway config list -kind service-defaults
`,
  flags: { kind: stringFlag('kind', '(Required) Kind of the entries.') },
  run: async ({ values, client, terminal }) => {
    const kind = required('kind', values.kind);
    const entries = await whileDoing(
      `Error listing config entries for kind "${kind}"`,
      client.json<readonly ConfigEntry[]>({ path: `/v1/config/${encodeURIComponent(kind)}` }),
    );
    terminal.out(entries.map(({ Name }) => `${Name}\n`).join(''));
    return 0;
  },
});
