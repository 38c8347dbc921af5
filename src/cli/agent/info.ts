// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { readSelf } from './self.ts';

export const info = defineCliCommand({
  words: ['info'],
  synopsis: 'Provides debugging information for operators',
  help: `
Usage: causeway info [options]

  Shows the agent's own figures: version, role, log, runtime.

    $ causeway info
`,
  flags: {},
  run: async ({ client, terminal }) => {
    const { Stats } = await whileDoing('Error querying agent', readSelf(client));
    if (Stats === undefined) throw new Error("Agent response did not contain 'Stats' key");
    for (const [section, figures] of sorted(Stats)) {
      const lines = sorted(figures).map(([name, value]) => `\t${name} = ${value}\n`);
      terminal.out(`${section}:\n${lines.join('')}`);
    }
    return 0;
  },
});

function sorted<T>(values: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
