// SPDX-License-Identifier: Apache-2.0
import { columns } from './columns.ts';
import { defineCliCommand } from './command.ts';
import { whileDoing } from './failure.ts';
import { boolFlag, stringFlag } from './flag-kinds.ts';

interface Member {
  readonly Name: string;
  readonly Addr: string;
  readonly Port: number;
  readonly Tags: Readonly<Record<string, string>>;
  readonly Status: number;
}

const ALIVE = 1;

export const members = defineCliCommand({
  words: ['members'],
  synopsis: 'Lists the members of the cluster',
  help: `
Usage: causeway members [options]

  Lists the agents of this cluster.

    $ causeway members
`,
  flags: {
    detailed: boolFlag('detailed', 'Show all tags.'),
    wan: boolFlag('wan', 'Accepted; there is one cluster.'),
    status: stringFlag('status', 'Accepted; every member is alive.'),
  },
  run: async ({ values, client, terminal }) => {
    const found = await whileDoing(
      'Error retrieving members',
      client.json<readonly Member[]>({ path: '/v1/agent/members' }),
    );
    const header = ['Node', 'Address', 'Status', 'Type', 'Build', 'Protocol', 'DC'];
    const rows = found.map(({ Name, Addr, Port, Tags, Status }) => {
      const status = Status === ALIVE ? 'alive' : 'failed';
      const type = Tags['role'] === 'consul' ? 'server' : 'client';
      const build = (Tags['build'] ?? '').split(':')[0] ?? '';
      const row = [
        Name,
        `${Addr}:${Port}`,
        status,
        type,
        build,
        Tags['vsn'] ?? '',
        Tags['dc'] ?? '',
      ];
      return values.detailed ? [...row, tagsText(Tags)] : row;
    });
    terminal.out(columns([values.detailed ? [...header, 'Tags'] : header, ...rows]));
    return 0;
  },
});

function tagsText(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}
