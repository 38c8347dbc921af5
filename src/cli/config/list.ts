// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { kindFlag } from './kind-flag.ts';
import { filterFlag, narrowing } from '../query-flags.ts';
import { parameter } from './entry-source.ts';

export const configList = defineCliCommand({
  words: ['config', 'list'],
  synopsis: 'List centralized config entries of a given kind',
  help: `
Usage: causeway config list [options] -kind <kind>

  Prints the names of all entries of a kind.

    $ causeway config list -kind service-defaults
`,
  flags: {
    kind: kindFlag('(Required) Kind of the entries.'),
    filter: filterFlag,
  },
  run: async ({ values, client, terminal }) => {
    const kind = parameter('kind', values.kind);
    const entries = await whileDoing(
      `Error listing config entries for kind ${JSON.stringify(kind)}`,
      client.json<readonly Partial<ConfigEntry>[]>({
        path: `/v1/config/${encodeURIComponent(kind)}`,
        query: narrowing(values),
      }),
    );
    terminal.out(entries.map(({ Name = kind }) => `${Name}\n`).join(''));
    return 0;
  },
});
