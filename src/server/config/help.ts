// SPDX-License-Identifier: Apache-2.0
import { usage } from '../../cli/usage.ts';
import { agentFlags } from './flags.ts';

const TEXT = `
Usage: causeway agent [options]

  Starts a server and runs it until it is interrupted. It needs a directory to
  keep its state in:

    $ causeway agent -server -data-dir=/var/lib/causeway

  or none, for development, where everything is in memory:

    $ causeway agent -dev

  What flags don't say comes from files with Consul's keys, in HCL or JSON:

    $ causeway agent -config-dir=/etc/causeway.d
`;

/** What `agent -help` prints. */
export const agentHelp = (): string => usage(TEXT, agentFlags);
