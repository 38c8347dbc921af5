// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import type { Peering } from '../peering/shape.ts';

export const servicesImportedServices = defineCliCommand({
  words: ['services', 'imported-services'],
  synopsis: 'Lists services imported from peers',
  help: `
Usage: causeway services imported-services [options]

  Lists the services that peers let this cluster see, and which peer each is
  from.

    $ causeway services imported-services
`,
  flags: { format: formatFlag },
  run: async ({ values, client, terminal }) => {
    checkFormat(values.format);
    const peerings = await whileDoing(
      'Error reading imported services',
      client.json<readonly Peering[]>({ path: '/v1/peerings' }),
    );
    const found = peerings
      .flatMap(({ Name, StreamStatus }) =>
        (StreamStatus.ImportedServices ?? []).map((Service) => ({ Service, Peer: Name })),
      )
      .sort((a, b) => (`${a.Service}\0${a.Peer}` < `${b.Service}\0${b.Peer}` ? -1 : 1));
    if (values.format === 'json') terminal.out(`${JSON.stringify(found, null, 4)}\n`);
    else if (found.length === 0) terminal.out('No imported services found\n');
    else {
      const rows = found.map(({ Service, Peer }) => [Service, Peer]);
      terminal.out(columns([['Service', 'Peer'], ...rows]));
    }
    return 0;
  },
});
