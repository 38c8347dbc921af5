// SPDX-License-Identifier: Apache-2.0
import { decodeBase64 } from '../../model/base64.ts';
import { jsonSyntaxError } from '../../model/json-syntax.ts';
import { atMost } from '../arguments.ts';
import { defineCliCommand } from '../command.ts';
import { readData } from '../data-source.ts';
import { parseExactJson } from '../../client/exact-json.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { keyPath } from '../../client/key-value.ts';

interface Entry {
  readonly key: string;
  readonly flags: string;
  readonly value: Buffer;
}

export const kvImport = defineCliCommand({
  words: ['kv', 'import'],
  synopsis: 'Imports a tree stored as JSON to the KV store',
  help: `
Usage: causeway kv import [options] [DATA]

  Writes keys from JSON as 'kv export' prints it: a file with '@', the
  standard input with '-', or the argument itself. All of it is read and
  checked before the first key is written.

    $ causeway kv import @vault.json
    $ causeway kv export vault/ | causeway kv import -prefix=copy/ -
`,
  flags: {
    prefix: stringFlag('prefix', 'A folder to put in front of every key.', { initial: '' }),
  },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    const [argument] = args;
    await whileDoing('Error!', () => Promise.resolve(atMost(1, args)), ' ');
    if (argument === undefined) throw new Error('Error! Missing DATA argument');
    if (argument === '') throw new Error('Error! Empty DATA argument');
    const data = await whileDoing('Error!', readData(argument, terminal), ' ');
    for (const { key, flags, value } of entriesIn(data.toString(), values.prefix)) {
      await whileDoing(
        `Error! Failed writing data for key ${key}`,
        client.send({
          method: 'PUT',
          path: keyPath(key),
          query: { flags: flags === '0' ? undefined : flags },
          body: value,
        }),
      );
      terminal.out(`Imported: ${key}\n`);
    }
    return 0;
  },
});

function entriesIn(text: string, prefix: string): readonly Entry[] {
  const problem = jsonSyntaxError(text);
  if (problem !== undefined) throw new Error(`Cannot unmarshal data: ${problem}`);
  const entries = parseExactJson<unknown>(text);
  if (!Array.isArray(entries)) throw new Error('Cannot unmarshal data: expected a list of keys');
  return entries.map((entry: unknown) => entryOf(entry, prefix));
}

function entryOf(entry: unknown, prefix: string): Entry {
  // Names of fields in any case, as Go reads them.
  const fields = new Map(
    Object.entries(entry ?? {}).map(([name, field]): [string, unknown] => [
      name.toLowerCase(),
      field,
    ]),
  );
  const [key = '', value = ''] = ['key', 'value'].map((name) => {
    const field = fields.get(name) ?? '';
    if (typeof field === 'string') return field;
    throw new Error(`Cannot unmarshal data: ${name} of an entry is no string`);
  });
  const flags = fields.get('flags') ?? 0;
  const isUint64 = typeof flags === 'number' || typeof flags === 'bigint';
  if (!isUint64 || !/^\d+$/.test(String(flags)) || BigInt(flags) >= 2n ** 64n) {
    throw new Error('Cannot unmarshal data: flags of an entry are no number of 64 bits');
  }
  const decoded = decodeBase64(value);
  if ('illegalAt' in decoded) {
    const reason = `illegal base64 data at input byte ${decoded.illegalAt}`;
    throw new Error(`Error base 64 decoding value for key ${key}: ${reason}`);
  }
  return {
    key: joined(prefix, key),
    flags: String(flags),
    value: decoded.bytes,
  };
}

/** One slash between them. */
function joined(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix.replace(/\/+$/, '')}/${key}`;
}
