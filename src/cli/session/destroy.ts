// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { oneSession, sessionPath } from './shape.ts';

export const sessionDestroy = defineCliCommand({
  words: ['session', 'destroy'],
  synopsis: 'Destroy a session',
  help: `
Usage: causeway session destroy [options] ID

  Ends a session and gives its locks back; one that isn't there counts as
  ended.

    $ causeway session destroy <id>
`,
  flags: {},
  takesArguments: true,
  run: async ({ args, client, terminal }) => {
    const id = oneSession(args);
    await whileDoing(
      'Error destroying session',
      client.send({ method: 'PUT', path: sessionPath('destroy', id) }),
    );
    terminal.out(`Session destroyed: ${id}\n`);
    return 0;
  },
});
