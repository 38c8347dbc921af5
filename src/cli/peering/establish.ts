// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand, type Terminal } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { required } from '../required.ts';
import { metaFlag, nameFlag } from './flags.ts';

export const peeringEstablish = defineCliCommand({
  words: ['peering', 'establish'],
  synopsis: 'Establish a peering connection',
  help: `
Usage: causeway peering establish [options] -name <peer name> -peering-token <token>

  Peers with the cluster that made the token. This cluster dials, so it must
  reach the other one; nothing is kept if it can't.

    $ causeway peering establish -name east -peering-token <token>

  A token among the arguments can be seen by other users of the machine; with
  '-' it is read from standard input.

    $ causeway peering establish -name east -peering-token - < token.txt
`,
  flags: {
    name: nameFlag,
    peeringToken: stringFlag(
      'peering-token',
      "(Required) The token that the other cluster made, or '-'.",
      { initial: '' },
    ),
    meta: metaFlag,
  },
  run: async ({ values, client, terminal }) => {
    const name = required('name', values.name);
    const token = await tokenOf(required('peering-token', values.peeringToken), terminal);
    await whileDoing(
      `Error establishing peering for ${name}`,
      client.send({
        method: 'POST',
        path: '/v1/peering/establish',
        body: { PeerName: name, PeeringToken: token, Meta: values.meta },
      }),
    );
    terminal.out(`Successfully established peering connection with ${name}\n`);
    return 0;
  },
});

async function tokenOf(flag: string, terminal: Terminal): Promise<string> {
  return flag === '-' ? (await terminal.readInput()).toString().trim() : flag;
}
