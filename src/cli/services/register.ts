// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { intFlag, listFlag, mapFlag, stringFlag } from '../flag-kinds.ts';
import { definitionsOf, idOf } from './definitions.ts';

export const servicesRegister = defineCliCommand({
  words: ['services', 'register'],
  synopsis: 'Register services with the local agent',
  help: `
Usage: causeway services register [options] [FILE...]

  Registers services with the agent, from definition files (HCL or JSON) or
  from flags.

    $ causeway services register web.hcl
    $ causeway services register -name=web -port=8080
`,
  flags: {
    id: stringFlag('id', 'Id of the instance; the name by default.'),
    name: stringFlag('name', 'Name of the service.'),
    address: stringFlag('address', 'Address of the instance; that of the node by default.'),
    port: intFlag('port', 'Port of the instance.'),
    socket: stringFlag('socket', 'Path of a Unix socket, in place of address and port.'),
    kind: stringFlag('kind', "Kind of the service, as 'connect-proxy'."),
    meta: mapFlag('meta', 'Metadata, as key=value; can be given several times.'),
    tag: listFlag('tag', 'A tag; can be given several times.'),
  },
  run: async ({ values, args, client, terminal }) => {
    if (args.length === 0 && values.name === undefined) {
      throw new Error('Service registration requires at least one argument or flags.');
    }
    const fromFiles = await Promise.all(args.map((source) => definitionsOf(source, terminal)));
    const fromFlags = {
      Kind: values.kind,
      ID: values.id,
      Name: values.name,
      Address: values.address,
      Port: values.port,
      SocketPath: values.socket,
      Meta: values.meta,
      Tags: values.tag,
    };
    const definitions = args.length > 0 ? fromFiles.flat() : [fromFlags];
    for (const body of definitions) {
      const name =
        (body as { name?: string; Name?: string }).name ?? (body as { Name?: string }).Name;
      const register = client.send({ method: 'PUT', path: '/v1/agent/service/register', body });
      await whileDoing(`Error registering service "${name ?? idOf(body)}"`, register);
      terminal.out(`Registered service: ${name ?? idOf(body)}\n`);
    }
    return 0;
  },
});
