// SPDX-License-Identifier: Apache-2.0
import { ResponseError } from '../../client/client.ts';
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
    const isWritten = await whileWriting(
      `${kind}/${name}`,
      client.json<boolean>({
        method: 'PUT',
        path: '/v1/config',
        body: document,
        query: { cas: values.cas ? String(values.modifyIndex) : undefined },
      }),
    );
    if (!isWritten) throw new Error(`Config entry not updated: ${kind}/${name}`);
    terminal.out(`Config entry written: ${kind}/${name}\n`);
    if (kind === 'mesh' && allowsPermissive(document)) terminal.err(PERMISSIVE);
    return 0;
  },
});

/** What an entry may hold is the server's to say; of what it can't read, it is told that the file is wrong. */
async function whileWriting<T>(entry: string, work: Promise<T>): Promise<T> {
  try {
    return await whileDoing(`Error writing config entry ${entry}`, work);
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof ResponseError ? error.cause : undefined;
    const text = /\(Request decoding failed: (.*)\)$/s.exec(reason?.message ?? '')?.[1];
    if (reason?.status !== 400 || text === undefined || IS_ENTERPRISE.test(text)) throw error;
    const end = /errors? occurred:/.test(text) ? '\n\n' : '';
    throw new Error(`Failed to decode config entry input: ${text}${end}`, { cause: error });
  }
}

// A file may have these keys: it is for the server to have no use for them.
const IS_ENTERPRISE = /invalid config key "[^"]*(?:namespace|partition)"/i;

const PERMISSIVE =
  'WARNING: AllowEnablingPermissiveMutualTLS=true lets entries of the kinds proxy-defaults and service-defaults set MutualTLSMode=permissive, which is insecure. Those that do are listed by `causeway config list -kind service-defaults -filter \'MutualTLSMode == "permissive"\'`.\n';

function allowsPermissive(document: object): boolean {
  return Object.entries(document).some(([key, value]) => {
    return (
      value === true && key.replaceAll('_', '').toLowerCase() === 'allowenablingpermissivemutualtls'
    );
  });
}
