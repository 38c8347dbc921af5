// SPDX-License-Identifier: Apache-2.0
import { atMost } from '../arguments.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { verifySnapshot } from './archive.ts';
import { readable } from './restore.ts';

export const snapshotInspect = defineCliCommand({
  words: ['snapshot', 'inspect'],
  synopsis: 'Displays information about a snapshot file',
  help: `
Usage: causeway snapshot inspect [options] FILE

  Checks that a snapshot is whole, and says when it was taken: its index in
  the log, and the size of the state.

    $ causeway snapshot inspect backup.snap
    $ causeway snapshot inspect -format=json backup.snap
`,
  flags: { format: formatFlag },
  takesArguments: true,
  needsNoServer: true,
  run: async ({ values, args, terminal }) => {
    const [path = ''] = args;
    if (path === '') throw new Error('Missing FILE argument');
    atMost(1, args);
    checkFormat(values.format);
    await whileDoing('Error opening snapshot file', readable(path));
    const { ID, Size, Index, Term, Version } = await whileDoing(
      'Error reading snapshot',
      verifySnapshot(path),
    );
    const meta = { ID, Size, Index, Term, Version };
    terminal.out(
      values.format === 'json'
        ? `${JSON.stringify({ Meta: meta }, null, 3)}\n`
        : Object.entries(meta)
            .map(([label, value]) => ` ${label.padEnd(13)}${value}\n`)
            .join(''),
    );
    return 0;
  },
});
