// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { required } from '../required.ts';
import { metaFlag, nameFlag } from './flags.ts';

export const peeringGenerateToken = defineCliCommand({
  words: ['peering', 'generate-token'],
  synopsis: 'Generate a peering token',
  help: `
Usage: causeway peering generate-token [options] -name <peer name>

  Makes a token that lets one other cluster peer with this one. It works once;
  making another for the same name ends the previous one if it is still unused
  and doesn't disturb a connection that stands.

    $ causeway peering generate-token -name west

  With a load balancer in front of the servers:

    $ causeway peering generate-token -name west \\
        -server-external-addresses lb.example.com:8503
`,
  flags: {
    name: nameFlag,
    meta: metaFlag,
    serverExternalAddresses: stringFlag(
      'server-external-addresses',
      'Addresses (host:port, with commas between) that the other cluster should dial instead of those of the servers.',
      { initial: '' },
    ),
    format: formatFlag,
  },
  run: async ({ values, client, terminal }) => {
    const name = required('name', values.name);
    checkFormat(values.format, 'json|pretty');
    const { serverExternalAddresses: addresses } = values;
    const answer = await whileDoing(
      `Error generating peering token for ${name}`,
      client.json<{ PeeringToken: string }>({
        method: 'POST',
        path: '/v1/peering/token',
        body: {
          PeerName: name,
          Meta: values.meta,
          ...(addresses === '' ? {} : { ServerExternalAddresses: addresses.split(',') }),
        },
      }),
    );
    terminal.out(`${values.format === 'json' ? JSON.stringify(answer) : answer.PeeringToken}\n`);
    return 0;
  },
});
