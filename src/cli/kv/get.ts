// SPDX-License-Identifier: Apache-2.0
import { atMost } from '../arguments.ts';
import { type CliRun, defineCliCommand, type Terminal } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';
import { oneKey, withoutSlash } from './key.ts';
import { keyPath, type Pair, readPairs, valueOf } from '../../client/key-value.ts';

const LABEL_WIDTH = 17;

const flags = {
  base64: boolFlag('base64', 'Print values as base64.'),
  detailed: boolFlag('detailed', 'Show indexes, flags and session beside the value.'),
  keys: boolFlag('keys', 'List the keys below the prefix, up to the separator, without values.'),
  recurse: boolFlag('recurse', 'Show every key that begins with the prefix.'),
  separator: stringFlag('separator', 'Where -keys cuts keys off; empty to list them whole.', {
    initial: '/',
  }),
};

type Run = CliRun<typeof flags>;

export const kvGet = defineCliCommand({
  words: ['kv', 'get'],
  synopsis: 'Retrieves or lists data from the KV store',
  help: `
Usage: causeway kv get [options] [KEY_OR_PREFIX]

  Prints the value of a key, byte for byte and a line break; a key that isn't
  there is an error. With -recurse or -keys it is a prefix, by default all.

    $ causeway kv get redis/maxconns
    $ causeway kv get -detailed redis/maxconns
    $ causeway kv get -recurse redis/
    $ causeway kv get -keys -separator= redis/
`,
  flags,
  takesArguments: true,
  run: async (run) => {
    const { values, args } = run;
    atMost(1, args);
    const [argument = ''] = args;
    if (values.keys) await printKeys(run, withoutSlash(argument));
    else if (values.recurse) await printTree(run, withoutSlash(argument));
    else await printOne(run, oneKey(argument));
    return 0;
  },
});

async function printKeys({ values, client, terminal }: Run, prefix: string): Promise<void> {
  if (values.recurse) {
    const pairs = await whileDoing(
      'Error querying Consul agent',
      readPairs(client, prefix, { recurse: '' }),
    );
    printEach(pairs, values.detailed ?? false, terminal, (pair) =>
      Buffer.from(values.detailed ? details(pair) : pair.Key),
    );
    return;
  }
  const query = { keys: '', separator: values.separator };
  const keys = await whileDoing(
    'Error querying Consul agent',
    client.find<readonly string[]>({ path: keyPath(prefix), query }),
  );
  terminal.out((keys ?? []).map((key) => `${key}\n`).join(''));
}

async function printTree({ values, client, terminal }: Run, prefix: string): Promise<void> {
  const pairs = await whileDoing(
    'Error querying Consul agent',
    readPairs(client, prefix, { recurse: '' }),
  );
  printEach(pairs, values.detailed ?? false, terminal, (pair) => {
    const value = shownValue(pair, values);
    return values.detailed ? withValue(pair, value) : after(`${pair.Key}:`, value);
  });
}

async function printOne({ values, client, terminal }: Run, key: string): Promise<void> {
  const [pair] = await whileDoing('Error querying Consul agent', readPairs(client, key));
  if (pair === undefined) throw new Error(`Error! No key exists at: ${key}`);
  const value = shownValue(pair, values);
  terminal.out(line(values.detailed ? withValue(pair, value) : value));
}

/** Each on its own line; an empty one between those that take several. */
function printEach(
  pairs: readonly Pair[],
  isSpaced: boolean,
  terminal: Terminal,
  print: (pair: Pair) => Buffer,
): void {
  const lines = pairs.map((pair) => line(print(pair)));
  const gap = Buffer.from(isSpaced ? '\n' : '');
  terminal.out(Buffer.concat(lines.flatMap((text, i) => (i === 0 ? [text] : [gap, text]))));
}

function shownValue(pair: Pair, { base64 = false }: { base64?: boolean | undefined }): Buffer {
  const value = valueOf(pair);
  return base64 ? Buffer.from(value.toString('base64')) : value;
}

const line = (value: Buffer): Buffer => Buffer.concat([value, Buffer.from('\n')]);

const after = (text: string, value: Buffer): Buffer => Buffer.concat([Buffer.from(text), value]);

const withValue = (pair: Pair, value: Buffer): Buffer =>
  after(`${details(pair)}${'Value'.padEnd(value.length === 0 ? 0 : LABEL_WIDTH)}`, value);

function details(pair: Pair): string {
  const { CreateIndex, Flags, Key, LockIndex, ModifyIndex, Session, Partition, Namespace } = pair;
  return Object.entries({
    CreateIndex,
    Flags,
    Key,
    LockIndex,
    ModifyIndex,
    Session: Session || '-',
    ...(Partition ? { Partition } : {}),
    ...(Namespace ? { Namespace } : {}),
  })
    .map(([label, value]) => `${label.padEnd(LABEL_WIDTH)}${value}\n`)
    .join('');
}
