// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag } from '../flag-kinds.ts';
import { WrongUse } from '../flags.ts';

export const forceLeave = defineCliCommand({
  words: ['force-leave'],
  synopsis: 'Forces a member of the cluster to enter the "left" state',
  help: `
Usage: causeway force-leave [options] name

  Counts a member that has failed and won't come back as gone. One that is
  alive joins again.

    $ causeway force-leave app-7
    $ causeway force-leave -prune app-7
`,
  flags: {
    prune: boolFlag('prune', 'Remove it from the list of members, too.'),
    wan: boolFlag('wan', 'Only from the servers of all datacenters.'),
  },
  takesArguments: true,
  run: async ({ values, args, client }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) {
      throw new WrongUse('A single node name must be specified to force leave.');
    }
    await whileDoing(
      'Error force leaving',
      client.send({
        method: 'PUT',
        path: `/v1/agent/force-leave/${encodeURIComponent(name)}`,
        query: { prune: values.prune ? '1' : undefined, wan: values.wan ? '1' : undefined },
      }),
    );
    return 0;
  },
});
