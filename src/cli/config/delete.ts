// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { kindFlag } from './kind-flag.ts';
import { boolFlag, stringFlag, uintFlag } from '../flag-kinds.ts';
import { entryPath, parameter, readEntry } from './entry-source.ts';

export const configDelete = defineCliCommand({
  words: ['config', 'delete'],
  synopsis: 'Delete a centralized config entry',
  help: `
Usage: causeway config delete [options] ([-kind <kind> -name <name>] | [-filename <file>])

  Deletes a config entry; one that doesn't exist counts as deleted.

    $ causeway config delete -kind service-defaults -name web
    $ causeway config delete -filename web-defaults.hcl
`,
  flags: {
    kind: kindFlag('Kind of the entry.'),
    name: stringFlag('name', 'Name of the entry.', { initial: '' }),
    filename: stringFlag('filename', 'File with the entry, in place of kind and name.', {
      initial: '',
    }),
    cas: boolFlag('cas', 'Delete only if the entry is still at -modify-index.'),
    modifyIndex: uintFlag('modify-index', 'The ModifyIndex that -cas compares with.'),
  },
  run: async ({ values, client, terminal }) => {
    checkFlags(values);
    const { kind, name } =
      values.filename === '' ? values : await readEntry(values.filename, terminal);
    const { body } = await whileDoing(
      `Error deleting config entry ${kind}/${name}`,
      client.send({
        method: 'DELETE',
        path: entryPath(kind, name),
        query: { cas: values.cas ? String(values.modifyIndex) : undefined },
      }),
    );
    if (body.trim() === 'false') throw new Error(`Config entry not deleted: ${kind}/${name}`);
    terminal.out(`Config entry deleted: ${kind}/${name}\n`);
    return 0;
  },
});

interface Values {
  readonly kind: string;
  readonly name: string;
  readonly filename: string;
  readonly cas?: boolean | undefined;
  readonly modifyIndex: number;
}

function checkFlags({ kind, name, filename, cas = false, modifyIndex }: Values): void {
  if (filename !== '') {
    if (kind !== '' || name !== '') throw new Error("filename can't be used with kind or name");
  } else if (kind === '' && name === '') {
    throw new Error('Must specify the -kind or -filename parameter');
  } else {
    parameter('kind', kind);
    parameter('name', name);
  }
  if (cas && modifyIndex === 0) {
    throw new Error('Must specify a -modify-index greater than 0 with -cas');
  }
  if (!cas && modifyIndex !== 0) throw new Error('Cannot specify -modify-index without -cas');
}
