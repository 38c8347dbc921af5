// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { servicesOf } from './definitions.ts';

export const servicesDeregister = defineCliCommand({
  words: ['services', 'deregister'],
  synopsis: 'Deregister services with the local agent',
  help: `
Usage: causeway services deregister [options] [FILE...]

  Deregisters services from the agent that they were registered with, by
  their definition files or one by its id.

    $ causeway services deregister web.hcl
    $ causeway services deregister -id=web
`,
  flags: { id: stringFlag('id', 'Id of the instance.', { initial: '' }) },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    if (args.length === 0 && values.id === '') {
      throw new Error('Service deregistration requires at least one argument or -id.');
    }
    if (args.length > 0 && values.id !== '') {
      throw new Error('Service deregistration requires arguments or -id, not both.');
    }
    const defined = await servicesOf(args, terminal);
    const ids = args.length > 0 ? defined.map(({ ID, Name }) => ID || Name || '') : [values.id];
    for (const id of ids) {
      const path = `/v1/agent/service/deregister/${encodeURIComponent(id)}`;
      const deregister = client.send({ method: 'PUT', path });
      await whileDoing(`Error deregistering service ${JSON.stringify(id)}`, deregister);
      terminal.out(`Deregistered service: ${id}\n`);
    }
    return 0;
  },
});
