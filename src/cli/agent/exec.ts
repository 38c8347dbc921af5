// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';

export const exec = defineCliCommand({
  words: ['exec'],
  synopsis: 'Executes a command on nodes of the cluster: not offered here',
  help: `
Usage: causeway exec [options] [-|command...]

  Would let agents run what anybody who may write keys and events tells them.
  Consul's agents refuse that unless disable_remote_exec is turned off; ours
  always do. It is here to say so. What was meant to run on an event can be
  started by whoever watches for it:

    $ causeway watch -type=event -name=deploy ./deploy.sh
`,
  flags: {},
  takesArguments: true,
  needsNoServer: true,
  run: () => {
    throw new Error(
      'Remote execution is not offered: no agent runs a command for others. See causeway exec -h',
    );
  },
});
