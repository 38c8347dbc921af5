// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { intFlag, listFlag, mapFlag, stringFlag } from '../flag-kinds.ts';
import type { FlagValues } from '../flags.ts';
import { bareAddress, taggedAddresses } from './address.ts';
import { type ServiceBody, servicesOf } from './definitions.ts';

const flags = {
  id: stringFlag('id', 'Id of the instance; the name by default.', { initial: '' }),
  name: stringFlag('name', 'Name of the service.', { initial: '' }),
  address: stringFlag('address', 'Address of the instance; that of the node by default.', {
    initial: '',
  }),
  port: intFlag('port', 'Port of the instance.', { initial: 0 }),
  socket: stringFlag('socket', 'Path of a Unix socket, in place of address and port.', {
    initial: '',
  }),
  kind: stringFlag('kind', "Kind of the service, as 'connect-proxy'.", { initial: '' }),
  meta: mapFlag('meta', 'Metadata, as `key=value`; can be given several times.'),
  tag: listFlag('tag', 'A tag; can be given several times.'),
  taggedAddress: mapFlag(
    'tagged-address',
    'Address for a purpose, as `name=host:port`; can be given several times.',
  ),
} as const;

export const servicesRegister = defineCliCommand({
  words: ['services', 'register'],
  synopsis: 'Register services with the local agent',
  help: `
Usage: causeway services register [options] [FILE...]

  Registers services with the agent, from definition files (HCL or JSON, '-'
  for standard input) or from flags. They stay until they are deregistered.

    $ causeway services register web.hcl
    $ causeway services register -name=web -port=8080
`,
  flags,
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    if (args.length === 0 && values.name === '') {
      throw new Error('Service registration requires at least one argument or flags.');
    }
    if (args.length > 0 && values.name !== '') {
      throw new Error('Service registration requires arguments or -id, not both.');
    }
    const services = args.length > 0 ? await servicesOf(args, terminal) : [bodyOf(values)];
    for (const body of services) {
      const name = body.Name ?? '';
      const register = client.send({ method: 'PUT', path: '/v1/agent/service/register', body });
      await whileDoing(`Error registering service ${JSON.stringify(name)}`, register);
      terminal.out(`Registered service: ${name}\n`);
    }
    return 0;
  },
});

function bodyOf(values: FlagValues<typeof flags>): ServiceBody {
  const fields = {
    Kind: values.kind,
    ID: values.id,
    Name: values.name,
    Tags: values.tag,
    Address: bareAddress(values.address),
    Port: values.port,
    SocketPath: values.socket,
    Meta: values.meta,
    TaggedAddresses: taggedAddresses(values.taggedAddress),
  };
  const isGiven = (value: string | number | object) =>
    typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)));
}
