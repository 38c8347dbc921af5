// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { lockDelayOf, oneSession, type Session, sessionPath } from './shape.ts';

export const sessionRead = defineCliCommand({
  words: ['session', 'read'],
  synopsis: 'Show a session',
  help: `
Usage: causeway session read [options] ID

  Shows one session in full.

    $ causeway session read <id>
`,
  flags: { format: formatFlag },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    const id = oneSession(args);
    checkFormat(values.format);
    const found = await whileDoing(
      'Error reading session',
      client.json<readonly Session[] | null>({ path: sessionPath('info', id) }),
    );
    const session = found?.[0];
    if (session === undefined) throw new Error(`No session with id ${id} found.`);
    if (values.format === 'json') {
      terminal.out(`${JSON.stringify(session, null, 4)}\n`);
      return 0;
    }
    const services = (session.ServiceChecks ?? []).map(({ ID }) => ID);
    const lines: Record<string, string> = {
      ID: session.ID,
      Name: session.Name,
      Node: session.Node,
      TTL: session.TTL || '-',
      LockDelay: lockDelayOf(session),
      Behavior: session.Behavior,
      NodeChecks: (session.NodeChecks ?? []).join(', '),
      ServiceChecks: services.join(', '),
      CreateIndex: String(session.CreateIndex),
      ModifyIndex: String(session.ModifyIndex),
    };
    terminal.out(columns(Object.entries(lines)));
    return 0;
  },
});
