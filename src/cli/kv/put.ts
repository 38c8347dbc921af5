// SPDX-License-Identifier: Apache-2.0
import type { Query } from '../../client/client.ts';
import { decodeBase64 } from '../../model/base64.ts';
import { type CliRun, defineCliCommand, type Terminal } from '../command.ts';
import { readData } from '../data-source.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag, uint64Flag } from '../flag-kinds.ts';
import { keyPath } from '../../client/key-value.ts';

const flags = {
  cas: boolFlag(
    'cas',
    'Write only if the key is still at -modify-index; at 0, only if there is none.',
  ),
  modifyIndex: uint64Flag('modify-index', 'The ModifyIndex that -cas compares with.'),
  flags: uint64Flag('flags', 'A number to keep beside the value, for whoever reads it.'),
  base64: boolFlag('base64', 'The data is base64; what it stands for is stored.'),
  session: stringFlag('session', 'Id of the session, for -acquire and -release.', { initial: '' }),
  acquire: boolFlag('acquire', 'Lock the key for the session, and write it if that is possible.'),
  release: boolFlag('release', 'Write the key, and unlock it if the session holds it.'),
};

type Values = CliRun<typeof flags>['values'];

export const kvPut = defineCliCommand({
  words: ['kv', 'put'],
  synopsis: 'Sets or updates data in the KV store',
  help: `
Usage: causeway kv put [options] KEY [DATA]

  Writes a key. The data is the argument itself, a file with '@', or the
  standard input with '-'; without it the value is empty.

    $ causeway kv put redis/maxconns 5
    $ causeway kv put license @license.lic
    $ date | causeway kv put last-run -

  Only if nobody has changed it since:

    $ causeway kv put -cas -modify-index=844 redis/maxconns 5

  With a lock:

    $ causeway kv put -acquire -session=<id> leader web-1
`,
  flags,
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    const { key, value } = await whileDoing('Error!', dataOf(args, values, terminal), ' ');
    if ((values.acquire || values.release) && values.session === '') {
      throw new Error('Error! Missing -session (required with -acquire and -release)');
    }
    // The path would lose it, and another key would be written.
    const failure = values.cas ? `Error! Did not write to ${key}` : 'Error! Failed writing data';
    if (key.startsWith('/')) {
      throw new Error(`${failure}: Invalid key. Key must not begin with a '/': ${key}`);
    }
    const isWritten = await whileDoing(
      failure,
      client.json<boolean>({
        method: 'PUT',
        path: keyPath(key),
        query: conditions(values),
        body: value,
      }),
    );
    if (!isWritten) throw new Error(refusal(key, values));
    terminal.out(`Success! ${done(values)}: ${key}\n`);
    return 0;
  },
});

async function dataOf(
  args: readonly string[],
  values: Values,
  terminal: Terminal,
): Promise<{ key: string; value: Buffer }> {
  const [key, argument = ''] = args;
  if (key === undefined) throw new Error('Missing KEY argument');
  if (args.length > 2) {
    throw new Error(`Too many arguments (expected 1 or 2, got ${args.length})`);
  }
  const data = await readData(argument, terminal);
  if (!values.base64) return { key, value: data };
  const decoded = decodeBase64(data.toString());
  if ('bytes' in decoded) return { key, value: decoded.bytes };
  throw new Error(
    `Cannot base 64 decode data: illegal base64 data at input byte ${decoded.illegalAt}`,
  );
}

/** Of several conditions one counts, as in Consul: -cas, then -acquire, then -release. */
function conditions(values: Values): Query {
  const { cas, acquire, release, session, modifyIndex } = values;
  return {
    flags: values.flags === 0n ? undefined : String(values.flags),
    ...(cas ? { cas: String(modifyIndex) } : {}),
    ...(!cas && acquire ? { acquire: session } : {}),
    ...(!cas && !acquire && release ? { release: session } : {}),
  };
}

function refusal(key: string, { cas, acquire, modifyIndex }: Values): string {
  if (!cas) return `Error! Did not ${acquire ? 'acquire' : 'release'} lock`;
  const reason =
    modifyIndex === 0n ? 'CAS performed with index=0 and key already exists.' : 'CAS failed';
  return `Error! Did not write to ${key}: ${reason}`;
}

function done({ cas, acquire, release }: Values): string {
  if (cas) return 'Data written to';
  if (acquire) return 'Lock acquired on';
  return release ? 'Lock released on' : 'Data written to';
}
