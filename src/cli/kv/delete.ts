// SPDX-License-Identifier: Apache-2.0
import { atMost } from '../arguments.ts';
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, uint64Flag } from '../flag-kinds.ts';
import { oneKey, withoutSlash } from './key.ts';
import { keyPath } from '../../client/key-value.ts';

const flags = {
  cas: boolFlag('cas', 'Delete only if the key is still at -modify-index.'),
  modifyIndex: uint64Flag('modify-index', 'The ModifyIndex that -cas compares with.'),
  recurse: boolFlag('recurse', 'Delete every key that begins with the prefix.'),
};

export const kvDelete = defineCliCommand({
  words: ['kv', 'delete'],
  synopsis: 'Removes data from the KV store',
  help: `
Usage: causeway kv delete [options] KEY_OR_PREFIX

  Deletes a key; one that isn't there counts as deleted. With -recurse every
  key that begins with the prefix goes, and without a prefix every key.

    $ causeway kv delete redis/maxconns
    $ causeway kv delete -recurse redis/
    $ causeway kv delete -cas -modify-index=844 redis/maxconns
`,
  flags,
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    atMost(1, args);
    const [argument = ''] = args;
    const key = values.recurse ? withoutSlash(argument) : oneKey(argument);
    checkConditions(values);
    const { cas, recurse, modifyIndex } = values;
    const isDeleted = await whileDoing(
      failureOf(key, values),
      client.json<boolean>({
        method: 'DELETE',
        path: keyPath(key),
        query: {
          recurse: recurse ? '' : undefined,
          cas: cas ? String(modifyIndex) : undefined,
        },
      }),
    );
    if (!isDeleted) throw new Error(`Error! Did not delete key ${key}: CAS failed`);
    terminal.out(`Success! Deleted ${recurse ? 'keys with prefix' : 'key'}: ${key}\n`);
    return 0;
  },
});

type Values = CliRun<typeof flags>['values'];

function checkConditions({ cas, recurse, modifyIndex }: Values): void {
  const isAtNone = modifyIndex === 0n;
  if (cas && isAtNone) {
    throw new Error(
      'Cannot delete a key that does not exist. Provide a -modify-index greater than than 0.',
    );
  }
  if (!cas && !isAtNone) throw new Error('Cannot specify -modify-index without -cas!');
  if (cas && recurse) throw new Error('Cannot specify both -cas and -recurse!');
}

function failureOf(key: string, { cas, recurse }: Values): string {
  if (recurse) return `Error! Did not delete prefix ${key}`;
  return cas ? `Error! Did not delete key ${key}` : `Error deleting key ${key}`;
}
