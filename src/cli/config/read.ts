// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { kindFlag } from './kind-flag.ts';
import { stringFlag } from '../flag-kinds.ts';
import { indentJson } from '../json-layout.ts';
import { entryPath, parameter } from './entry-source.ts';

export const configRead = defineCliCommand({
  words: ['config', 'read'],
  synopsis: 'Read a centralized config entry',
  help: `
Usage: causeway config read [options] -kind <kind> -name <name>

  Prints a config entry as JSON, with all that the server sent.

    $ causeway config read -kind proxy-defaults -name global
`,
  flags: {
    kind: kindFlag('(Required) Kind of the entry.'),
    name: stringFlag('name', '(Required) Name of the entry.', { initial: '' }),
  },
  run: async ({ values, client, terminal }) => {
    const kind = parameter('kind', values.kind);
    const name = parameter('name', values.name);
    const entry = await whileDoing(
      `Error reading config entry ${kind}/${name}`,
      client.jsonText({ path: entryPath(kind, name) }),
    );
    terminal.out(`${indentJson(entry)}\n`);
    return 0;
  },
});
