// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, intFlag, stringFlag } from '../flag-kinds.ts';
import { required } from '../peering/flags.ts';
import { fieldOf, readDocument } from './source.ts';

export const configDelete = defineCliCommand({
  words: ['config', 'delete'],
  synopsis: 'Delete a centralized config entry',
  help: `
Usage: causeway config delete [options] (-kind <kind> -name <name> | -filename <file>)

  Deletes a config entry.

    $ causeway config delete -kind service-defaults -name web
    $ causeway config delete -filename web-defaults.hcl
`,
  flags: {
    kind: stringFlag('kind', 'Kind of the entry.'),
    name: stringFlag('name', 'Name of the entry.'),
    filename: stringFlag('filename', 'File with the entry, in place of kind and name.'),
    cas: boolFlag('cas', 'Delete only if the entry is still at -modify-index.'),
    modifyIndex: intFlag('modify-index', 'The ModifyIndex that -cas compares with.'),
  },
  run: async ({ values, client, terminal }) => {
    const document =
      values.filename === undefined ? {} : await readDocument(values.filename, terminal);
    const kind = required('kind', values.kind ?? fieldOf(document, 'Kind', 'kind'));
    const name = required('name', values.name ?? fieldOf(document, 'Name', 'name'));
    const deleted = await whileDoing(
      `Error deleting config entry ${kind}/${name}`,
      client.json<boolean | object>({
        method: 'DELETE',
        path: `/v1/config/${encodeURIComponent(kind)}/${encodeURIComponent(name)}`,
        ...(values.cas ? { query: { cas: String(values.modifyIndex ?? 0) } } : {}),
      }),
    );
    if (deleted === false) throw new Error(`Config entry not deleted: ${kind}/${name}`);
    terminal.out(`Config entry deleted: ${kind}/${name}\n`);
    return 0;
  },
});
