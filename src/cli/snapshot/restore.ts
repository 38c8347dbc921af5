// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { fileErrorText } from '../../client/system-error.ts';
import { atMost } from '../arguments.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { verifySnapshot } from './archive.ts';

export const snapshotRestore = defineCliCommand({
  words: ['snapshot', 'restore'],
  synopsis: 'Restores a snapshot of the state',
  help: `
Usage: causeway snapshot restore [options] FILE

  Brings everything back to what it was when the snapshot was saved; what came
  since is lost. The file is checked here and by the server before anything
  changes.

    $ causeway snapshot restore backup.snap
`,
  flags: {},
  takesArguments: true,
  run: async ({ args, client, terminal }) => {
    const [path = ''] = args;
    if (path === '') throw new Error('Missing FILE argument');
    atMost(1, args);
    await whileDoing('Error opening snapshot file', readable(path));
    await whileDoing('Error restoring snapshot', async () => {
      await verifySnapshot(path);
      await client.send({ method: 'PUT', path: '/v1/snapshot', body: createReadStream(path) });
    });
    terminal.out('Restored snapshot\n');
    return 0;
  },
});

export async function readable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const reason = fileErrorText(error, path).replace(/^access /, 'open ');
    throw new Error(reason, { cause: error });
  }
}
