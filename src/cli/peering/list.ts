// SPDX-License-Identifier: Apache-2.0
import { filledColumns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { metaPairs, type Peering } from './shape.ts';

export const peeringList = defineCliCommand({
  words: ['peering', 'list'],
  synopsis: 'List peering connections',
  help: `
Usage: causeway peering list [options]

  Shows every peering of this cluster, its state, and how many services go
  each way.

    $ causeway peering list
`,
  flags: { format: formatFlag },
  run: async ({ values, client, terminal }) => {
    checkFormat(values.format, 'json|pretty');
    const peerings = await whileDoing(
      'Error listing peerings',
      client.json<readonly Peering[]>({ path: '/v1/peerings' }),
    );
    const sorted = peerings.toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
    if (values.format === 'json') terminal.out(`${JSON.stringify(sorted)}\n`);
    else if (sorted.length === 0) terminal.out('There are no peering connections.\n');
    else terminal.out(filledColumns(rowsOf(sorted)));
    return 0;
  },
});

function rowsOf(peerings: readonly Peering[]): string[][] {
  const rows = peerings.map(({ Name, State, StreamStatus, Meta }) => [
    Name,
    State,
    String(StreamStatus.ImportedServices?.length ?? 0),
    String(StreamStatus.ExportedServices?.length ?? 0),
    metaPairs(Meta).join(','),
  ]);
  return [['Name', 'State', 'Imported Svcs', 'Exported Svcs', 'Meta'], ...rows];
}
