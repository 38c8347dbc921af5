// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { definitionsOf, idOf } from './definitions.ts';

export const servicesDeregister = defineCliCommand({
  words: ['services', 'deregister'],
  synopsis: 'Deregister services with the local agent',
  help: `
Usage: causeway services deregister [options] [FILE...]

  Deregisters services from the agent, by definition files or by id.

    $ causeway services deregister web.hcl
    $ causeway services deregister -id=web
`,
  flags: { id: stringFlag('id', 'Id of the instance.') },
  run: async ({ values, args, client, terminal }) => {
    if (args.length === 0 && values.id === undefined) {
      throw new Error('Service deregistration requires at least one argument or -id.');
    }
    const fromFiles = await Promise.all(args.map((source) => definitionsOf(source, terminal)));
    const ids = args.length > 0 ? fromFiles.flat().map(idOf) : [values.id ?? ''];
    for (const id of ids) {
      const path = `/v1/agent/service/deregister/${encodeURIComponent(id)}`;
      await whileDoing(`Error deregistering service "${id}"`, client.send({ method: 'PUT', path }));
      terminal.out(`Deregistered service: ${id}\n`);
    }
    return 0;
  },
});
