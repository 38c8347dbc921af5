// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { required } from '../required.ts';
import { nameFlag } from './flags.ts';
import { readPeering } from './shape.ts';

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
    checkFormat(values.format, 'json|pretty');
    const { StreamStatus } = await readPeering(client, name);
    const exported = StreamStatus.ExportedServices ?? [];
    const json = exported.map((service) => ({ ID: service }));
    terminal.out(`${values.format === 'json' ? JSON.stringify(json) : exported.join('\n')}\n`);
    return 0;
  },
});
