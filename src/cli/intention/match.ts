// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag } from '../flag-kinds.ts';
import { isFrom, listIntentions } from './find.ts';
import { describe, type Intention, PATH } from './shape.ts';
import { isPeerTarget, parseTarget } from './target.ts';

export const intentionMatch = defineCliCommand({
  words: ['intention', 'match'],
  synopsis: 'Show intentions that match a source or destination',
  help: `
Usage: causeway intention match [options] SRC|DST

  Lists the intentions that count for a destination, or for a source, in the
  order in which they are looked at.

    $ causeway intention match db
    $ causeway intention match -source web
    $ causeway intention match -source peer:west/web
`,
  flags: {
    source: boolFlag('source', 'The argument is a source.'),
    destination: boolFlag('destination', 'The argument is a destination, which it is by default.'),
  },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) {
      throw new Error('Error: command requires exactly one argument: src or dst');
    }
    if (values.source && values.destination) {
      throw new Error('Error: only one of -source or -destination may be specified');
    }
    const matching = await whileDoing(
      'Error matching the connection',
      values.source && isPeerTarget(name)
        ? ofPeer(client, name)
        : matchingIntentions(client, values.source ? 'source' : 'destination', name),
    );
    terminal.out(matching.map((intention) => `${describe(intention)}\n`).join(''));
    return 0;
  },
});

export async function matchingIntentions(
  client: Client,
  by: 'source' | 'destination',
  name: string,
): Promise<readonly Intention[]> {
  const found = await client.json<Readonly<Record<string, readonly Intention[] | null>>>({
    path: `${PATH}/match`,
    query: { by, name },
  });
  return found[name] ?? [];
}

async function ofPeer(client: Client, source: string): Promise<readonly Intention[]> {
  const from = parseTarget(source);
  const all = await listIntentions(client);
  return all.filter((intention) =>
    isFrom(intention, from, (name) => name === from.name || name === '*'),
  );
}
