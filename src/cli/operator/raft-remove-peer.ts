// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';

export const raftRemovePeer = defineCliCommand({
  words: ['operator', 'raft', 'remove-peer'],
  synopsis: 'Remove a server from those that keep the log',
  help: `
Usage: causeway operator raft remove-peer [options]

  Removes a server that is gone for good and doesn't show in 'members'; one
  that does is better removed by 'force-leave'.

    $ causeway operator raft remove-peer -id=<id>
`,
  flags: {
    address: stringFlag('address', 'Address of the server.', { initial: '' }),
    id: stringFlag('id', 'Id of the server.', { initial: '' }),
  },
  run: async ({ values, client, terminal }) => {
    const { address, id } = values;
    await whileDoing('Error removing peer', async () => {
      if (address === '' && id === '') {
        throw new Error('an address or id is required for the peer to remove');
      }
      if (address !== '' && id !== '') throw new Error('cannot give both an address and id');
      await client.send({
        method: 'DELETE',
        path: '/v1/operator/raft/peer',
        query: { address: address || undefined, id: id || undefined },
      });
    });
    const which =
      address === '' ? `id ${JSON.stringify(id)}` : `address ${JSON.stringify(address)}`;
    terminal.out(`Removed peer with ${which}\n`);
    return 0;
  },
});
