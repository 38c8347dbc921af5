// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { metaText, type Peering } from './shape.ts';

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
    checkFormat(values.format);
    const peerings = await whileDoing(
      'Error listing peerings',
      client.json<readonly Peering[]>({ path: '/v1/peerings' }),
    );
    if (peerings.length === 0) {
      terminal.out('There are no peering connections.\n');
      return 0;
    }
    const sorted = peerings.toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
    if (values.format === 'json') {
      terminal.out(`${JSON.stringify(sorted)}\n`);
      return 0;
    }
    const header = ['Name', 'State', 'Imported Svcs', 'Exported Svcs', 'Meta'];
    const rows = sorted.map((peering) => [
      peering.Name,
      peering.State,
      String(peering.StreamStatus.ImportedServices?.length ?? 0),
      String(peering.StreamStatus.ExportedServices?.length ?? 0),
      metaText(peering.Meta),
    ]);
    terminal.out(columns([header, ...rows]));
    return 0;
  },
});
