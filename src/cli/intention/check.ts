// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { isFrom } from './find.ts';
import { type Intention, PATH } from './shape.ts';
import { isPeerTarget, parseTarget } from './target.ts';

const DENIED = 1;
const FAILED = 2;

export const intentionCheck = defineCliCommand({
  words: ['intention', 'check'],
  synopsis: 'Check whether a connection between two services is allowed',
  help: `
Usage: causeway intention check [options] SRC DST

  Says whether the intentions let a connection through: exits with 0 when it
  is allowed, with 1 when it is denied, and with 2 when nobody can tell. What
  permissions say about requests doesn't count, they deny the connection.

    $ causeway intention check web db
    $ causeway intention check peer:west/web db
`,
  flags: {},
  takesArguments: true,
  failureCode: FAILED,
  run: async ({ args, client, terminal }) => {
    const [source, destination] = args;
    if (source === undefined || destination === undefined || args.length > 2) {
      throw new Error('Error: command requires exactly two arguments: src and dst');
    }
    const isAllowed = await whileDoing(
      'Error checking the connection',
      isPeerTarget(source)
        ? isPeerAllowed(client, source, destination)
        : isServiceAllowed(client, source, destination),
    );
    terminal.out(isAllowed ? 'Allowed\n' : 'Denied\n');
    return isAllowed ? 0 : DENIED;
  },
});

async function isServiceAllowed(
  client: Client,
  source: string,
  destination: string,
): Promise<boolean> {
  const { Allowed } = await client.json<{ readonly Allowed: boolean }>({
    path: `${PATH}/check`,
    query: { destination, source, 'source-type': 'consul' },
  });
  return Allowed;
}

/** By the first that counts, else by the default that the server tells. */
async function isPeerAllowed(
  client: Client,
  source: string,
  destination: string,
): Promise<boolean> {
  const from = parseTarget(source);
  const { body, headers } = await client.send({
    path: `${PATH}/match`,
    query: { by: 'destination', name: destination },
  });
  const matching = (JSON.parse(body) as Record<string, readonly Intention[] | null>)[destination];
  const first = (matching ?? []).find((intention) =>
    isFrom(intention, from, (name) => name === from.name || name === '*'),
  );
  if (first !== undefined) return first.Action === 'allow';
  return headers['x-consul-default-acl-policy'] === 'allow';
}
