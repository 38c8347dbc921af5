// SPDX-License-Identifier: Apache-2.0
import { atMost } from '../arguments.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { withoutSlash } from './key.ts';
import { readPairs } from '../../client/key-value.ts';

export const kvExport = defineCliCommand({
  words: ['kv', 'export'],
  synopsis: 'Exports a tree from the KV store as JSON',
  help: `
Usage: causeway kv export [options] [KEY_OR_PREFIX]

  Prints the keys below a prefix, by default all, as JSON that 'kv import'
  takes, also on another cluster.

    $ causeway kv export vault/ > vault.json
`,
  flags: {},
  takesArguments: true,
  run: async ({ args, client, terminal }) => {
    atMost(1, args);
    const prefix = withoutSlash(args[0] ?? '');
    const pairs = await whileDoing(
      'Error querying Consul agent',
      readPairs(client, prefix, { recurse: '' }),
    );
    // By hand, because flags of 64 bits are no numbers of JSON.stringify's.
    const entries = pairs.map(({ Key, Flags, Value }) => {
      const key = JSON.stringify(Key);
      const value = JSON.stringify(Value ?? '');
      return `\t{\n\t\t"key": ${key},\n\t\t"flags": ${Flags},\n\t\t"value": ${value}\n\t}`;
    });
    terminal.out(entries.length === 0 ? '[]\n' : `[\n${entries.join(',\n')}\n]\n`);
    return 0;
  },
});
