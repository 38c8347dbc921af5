// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';

const FAILED = 'Error transfering leadership: Failed to transfer leadership';

export const raftTransferLeader = defineCliCommand({
  words: ['operator', 'raft', 'transfer-leader'],
  synopsis: 'Let another server lead',
  help: `
Usage: causeway operator raft transfer-leader [options]

  Hands leadership to another server, or to a certain one.

    $ causeway operator raft transfer-leader -id=<id>
`,
  flags: { id: stringFlag('id', 'Id of the server that shall lead.', { initial: '' }) },
  run: async ({ values, client, terminal }) => {
    const { Success } = await whileDoing(
      FAILED,
      client.json<{ readonly Success: boolean }>({
        method: 'POST',
        path: '/v1/operator/raft/transfer-leader',
        query: { id: values.id || undefined },
      }),
      ' ',
    );
    if (!Success) throw new Error(FAILED);
    terminal.out('Success\n');
    return 0;
  },
});
