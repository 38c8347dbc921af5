// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag } from '../flag-kinds.ts';
import { WrongUse } from '../flags.ts';

export const join = defineCliCommand({
  words: ['join'],
  synopsis: 'Tell the agent to join a cluster',
  help: `
Usage: causeway join [options] address ...

  Tells the agent to join the cluster of at least one of these members.

    $ causeway join 10.0.0.5
    $ causeway join -wan 203.0.113.5
`,
  flags: { wan: boolFlag('wan', 'Join the servers of all datacenters.') },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    if (args.length === 0) throw new WrongUse('At least one address to join must be specified.');
    let joined = 0;
    for (const address of args) {
      try {
        await whileDoing(
          `Error joining address '${address}'`,
          client.send({
            method: 'PUT',
            path: `/v1/agent/join/${encodeURIComponent(address)}`,
            query: { wan: values.wan ? '1' : undefined },
          }),
        );
        joined += 1;
      } catch (error) {
        terminal.err(`${(error as Error).message}\n`);
      }
    }
    if (joined === 0) throw new Error('Failed to join any nodes.');
    terminal.out(`Successfully joined cluster by contacting ${joined} nodes.\n`);
    return 0;
  },
});
