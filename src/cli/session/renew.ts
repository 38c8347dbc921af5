// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { oneSession, type Session, sessionPath } from './shape.ts';

export const sessionRenew = defineCliCommand({
  words: ['session', 'renew'],
  synopsis: 'Renew a session that has a TTL',
  help: `
Usage: causeway session renew [options] ID

  Lets the time of a session begin anew.

    $ causeway session renew <id>
`,
  flags: {},
  takesArguments: true,
  run: async ({ args, client, terminal }) => {
    const id = oneSession(args);
    const renewed = await whileDoing(
      'Error renewing session',
      client.find<readonly Session[]>({ method: 'PUT', path: sessionPath('renew', id) }),
    );
    const session = renewed?.[0];
    if (session === undefined) throw new Error(`No session with id ${id} found.`);
    terminal.out(`Session renewed: ${session.ID} (TTL ${session.TTL || 'none'})\n`);
    return 0;
  },
});
