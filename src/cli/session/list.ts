// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { indentJson } from '../json-layout.ts';
import { lockDelayOf, type Session, sessionPath } from './shape.ts';

export const sessionList = defineCliCommand({
  words: ['session', 'list'],
  synopsis: 'List sessions',
  help: `
Usage: causeway session list [options]

  Lists the sessions of the datacenter, or those of a node.

    $ causeway session list
    $ causeway session list -node=web-1
`,
  flags: {
    node: stringFlag('node', 'Only sessions of this `node`.', { initial: '' }),
    format: formatFlag,
  },
  run: async ({ values, client, terminal }) => {
    checkFormat(values.format);
    const path = values.node === '' ? '/v1/session/list' : sessionPath('node', values.node);
    const text = await whileDoing('Error listing sessions', client.jsonText({ path }));
    if (values.format === 'json') {
      terminal.out(`${indentJson(text)}\n`);
      return 0;
    }
    const sessions = (JSON.parse(text) as readonly Session[] | null) ?? [];
    const rows = sessions
      .map((session) => {
        const { ID, Name, Node, TTL, Behavior } = session;
        return [ID, Name, Node, TTL || '-', lockDelayOf(session), Behavior];
      })
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
    terminal.out(
      rows.length === 0
        ? 'There are no sessions.\n'
        : columns([['ID', 'Name', 'Node', 'TTL', 'LockDelay', 'Behavior'], ...rows]),
    );
    return 0;
  },
});
