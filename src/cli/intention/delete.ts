// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { wordsOf } from './find.ts';
import { deleteSource } from './peer-source.ts';
import { PATH } from './shape.ts';
import { isPeerTarget, parseTarget } from './target.ts';

export const intentionDelete = defineCliCommand({
  words: ['intention', 'delete'],
  synopsis: 'Delete an intention',
  help: `
Usage: causeway intention delete [options] SRC DST
Usage: causeway intention delete [options] ID

  Deletes one intention, by its ends or by the id that it may have. By its
  ends, one that isn't there counts as deleted.

    $ causeway intention delete web db
    $ causeway intention delete peer:west/web db
`,
  flags: {},
  takesArguments: true,
  run: async ({ args, client, terminal }) => {
    const words = wordsOf(args);
    await whileDoing('Error deleting the intention', async () => {
      if ('source' in words && isPeerTarget(words.source)) {
        const { name, peer = '' } = parseTarget(words.source);
        const to = parseTarget(words.destination);
        await deleteSource(client, {
          SourceName: name,
          SourcePeer: peer,
          DestinationName: to.name,
          DestinationNS: to.namespace ?? '',
          DestinationPartition: to.partition ?? '',
        });
        return;
      }
      await client.send({
        method: 'DELETE',
        ...('id' in words
          ? { path: `${PATH}/${encodeURIComponent(words.id)}` }
          : { path: `${PATH}/exact`, query: words }),
      });
    });
    terminal.out('Intention deleted.\n');
    return 0;
  },
});
