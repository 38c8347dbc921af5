// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, uintFlag } from '../flag-kinds.ts';
import { readEntry } from './entry-source.ts';

export const configWrite = defineCliCommand({
  words: ['config', 'write'],
  synopsis: 'Create or update a centralized config entry',
  help: `
Usage: causeway config write [options] <file>

  Writes a config entry from a file, or from standard input with '-'. It is
  HCL or JSON.

    $ causeway config write web-defaults.hcl

    $ causeway config write - <<EOF
      Kind = "service-intentions"
      Name = "orders"
      Sources = [{ Name = "shop" Peer = "west" Action = "allow" }]
      EOF
`,
  flags: {
    cas: boolFlag(
      'cas',
      'Write only if the entry is still at -modify-index; at 0, only if there is none.',
    ),
    modifyIndex: uintFlag('modify-index', 'The ModifyIndex that -cas compares with.'),
  },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    const [source] = args;
    if (source === undefined || args.length > 1) {
      throw new Error(
        'Must provide exactly one positional argument to specify the config entry to write',
      );
    }
    if (!values.cas && values.modifyIndex !== 0) {
      throw new Error('Cannot specify -modify-index without -cas');
    }
    const { kind, name, document } = await readEntry(source, terminal);
    const isWritten = await whileDoing(
      `Error writing config entry ${kind}/${name}`,
      client.json<boolean>({
        method: 'PUT',
        path: '/v1/config',
        body: document,
        query: { cas: values.cas ? String(values.modifyIndex) : undefined },
      }),
    );
    if (!isWritten) throw new Error(`Config entry not updated: ${kind}/${name}`);
    terminal.out(`Config entry written: ${kind}/${name}\n`);
    return 0;
  },
});
