// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';

export const monitor = defineCliCommand({
  words: ['monitor'],
  synopsis: 'Stream logs from an agent',
  help: `
Usage: causeway monitor [options]

  Prints what the agent logs from now on, also what is below the level of its
  own log, until Ctrl-C.

    $ causeway monitor
    $ causeway monitor -log-level=debug -log-json
`,
  flags: {
    logLevel: stringFlag('log-level', 'The least level to show: trace to error.', {
      initial: 'INFO',
      values: ['trace', 'debug', 'info', 'warn', 'error'],
    }),
    logJson: boolFlag('log-json', 'One JSON object a line.'),
  },
  run: async ({ values, client, terminal }) => {
    const ended = new AbortController();
    const stop = terminal.onInterrupt(() => ended.abort());
    try {
      const { body } = await whileDoing(
        `Error starting ${values.logJson ? 'JSON monitor' : 'monitor'}`,
        client.stream({
          path: '/v1/agent/monitor',
          query: { loglevel: values.logLevel, logjson: values.logJson ? 'true' : undefined },
          signal: ended.signal,
        }),
      );
      for await (const chunk of body) terminal.out(chunk);
    } catch (error) {
      if (ended.signal.aborted) return 0;
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    } finally {
      stop();
    }
    terminal.out('\nRemote side ended the monitor! This usually means that the\n');
    terminal.out('remote side has exited or crashed.\n');
    return 1;
  },
});
