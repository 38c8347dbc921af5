// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, intFlag } from '../flag-kinds.ts';
import { fieldOf, readDocument } from './source.ts';

export const configWrite = defineCliCommand({
  words: ['config', 'write'],
  synopsis: 'Create or update a centralized config entry',
  help: `
Usage: causeway config write [options] <configuration>

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
    cas: boolFlag('cas', 'Write only if the entry is still at -modify-index.'),
    modifyIndex: intFlag('modify-index', 'The ModifyIndex that -cas compares with.'),
  },
  run: async ({ values, args, client, terminal }) => {
    const [source, ...more] = args;
    if (source === undefined || more.length > 0) {
      throw new Error(
        'Must provide exactly one positional argument to specify the config entry to write',
      );
    }
    if (values.cas && values.modifyIndex === undefined) {
      throw new Error('Must specify a -modify-index greater than 0 with -cas');
    }
    const document = await readDocument(source, terminal);
    const kind = fieldOf(document, 'Kind', 'kind');
    const name = fieldOf(document, 'Name', 'name');
    const written = await whileDoing(
      `Error writing config entry ${kind}/${name}`,
      client.json<boolean>({
        method: 'PUT',
        path: '/v1/config',
        body: document,
        ...(values.cas ? { query: { cas: String(values.modifyIndex) } } : {}),
      }),
    );
    if (!written) throw new Error(`Config entry not updated: ${kind}/${name}`);
    terminal.out(`Config entry written: ${kind}/${name}\n`);
    return 0;
  },
});
