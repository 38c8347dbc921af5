// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { nameFlag, peeringPath, required } from './flags.ts';
import type { Peering } from './shape.ts';

export const peeringExportedServices = defineCliCommand({
  words: ['peering', 'exported-services'],
  synopsis: 'Lists exported services to a peer',
  help: `
Usage: causeway peering exported-services [options] -name <peer name>

  Lists the services that this cluster sends to a peer.

    $ causeway peering exported-services -name west
`,
  flags: { name: nameFlag, format: formatFlag },
  run: async ({ values, client, terminal }) => {
    const name = required('name', values.name);
    checkFormat(values.format);
    const peering = await whileDoing(
      'Error reading peering',
      client.find<Peering>({ path: peeringPath(name) }),
    );
    if (peering === undefined) {
      terminal.err(`No peering with name ${name} found.\n`);
      return 1;
    }
    const exported = peering.StreamStatus.ExportedServices ?? [];
    const json = exported.map((service) => ({ ID: service }));
    terminal.out(`${values.format === 'json' ? JSON.stringify(json) : exported.join('\n')}\n`);
    return 0;
  },
});
