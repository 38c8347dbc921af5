// SPDX-License-Identifier: Apache-2.0
import { type Client, ResponseError } from '../../client/client.ts';
import { jsonSyntaxError } from '../../model/json-syntax.ts';
import { type CliRun, defineCliCommand, type Terminal } from '../command.ts';
import { readSource } from '../config/source.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, mapFlag } from '../flag-kinds.ts';
import { findExact } from './find.ts';
import { putSource } from './peer-source.ts';
import { describe, destinationOf, type Intention, PATH, sourceOf } from './shape.ts';
import { parseTarget } from './target.ts';

const flags = {
  allow: boolFlag('allow', 'Allow connections, as it is without -deny.'),
  deny: boolFlag('deny', 'Deny connections.'),
  file: boolFlag(
    'file',
    "Read intentions from files as JSON, or from the standard input with '-'.",
  ),
  meta: mapFlag('meta', 'Metadata, as `key=value`; can be given several times.'),
  replace: boolFlag('replace', 'Write it also when there is one of the same ends.'),
};

type Values = CliRun<typeof flags>['values'];

export const intentionCreate = defineCliCommand({
  words: ['intention', 'create'],
  synopsis: 'Create intentions for service connections',
  help: `
Usage: causeway intention create [options] SRC DST
Usage: causeway intention create [options] -file FILE...

  Says whether SRC may connect to DST, '*' being every service. A service of a
  peer is written peer:<peer>/<service>.

    $ causeway intention create web db
    $ causeway intention create -deny '*' db
    $ causeway intention create peer:west/web db

  What is more than that, such as permissions by request, is a config entry:

    $ causeway config write db-intentions.hcl
`,
  flags,
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    if (values.allow && values.deny) {
      throw new Error('Only one of -allow or -deny may be specified.');
    }
    const intentions = await whileDoing(
      'Error',
      values.file ? fromFiles(args, terminal) : fromWords(args, values),
    );
    for (const intention of intentions) {
      const isReplaced = values.replace ? await replace(client, intention) : false;
      if (!isReplaced) {
        await whileDoing(
          `Error creating intention ${JSON.stringify(describe(intention))}`,
          create(client, intention),
        );
        terminal.out(`Created: ${describe(intention)}\n`);
      }
    }
    return 0;
  },
});

async function fromWords(args: readonly string[], values: Values): Promise<readonly Intention[]> {
  const [source, destination] = args;
  if (source === undefined || destination === undefined || args.length > 2) {
    throw new Error('Must specify two arguments: source and destination');
  }
  const end = async (what: string, text: string) =>
    whileDoing(`Invalid intention ${what}`, async () => parseTarget(text));
  const from = await end('source', source);
  const to = await end('destination', destination);
  return [
    {
      ...(from.partition ? { SourcePartition: from.partition } : {}),
      ...(from.namespace ? { SourceNS: from.namespace } : {}),
      ...(from.peer ? { SourcePeer: from.peer } : {}),
      SourceName: from.name,
      ...(to.partition ? { DestinationPartition: to.partition } : {}),
      ...(to.namespace ? { DestinationNS: to.namespace } : {}),
      DestinationName: to.name,
      SourceType: 'consul',
      Action: values.deny ? 'deny' : 'allow',
      ...(Object.keys(values.meta).length === 0 ? {} : { Meta: values.meta }),
    },
  ];
}

async function fromFiles(
  paths: readonly string[],
  terminal: Terminal,
): Promise<readonly Intention[]> {
  const intentions: Intention[] = [];
  for (const path of paths) {
    const text = await readSource(path, terminal);
    const problem = jsonSyntaxError(text);
    if (problem !== undefined) throw new Error(`${path}: ${problem}`);
    const intention = JSON.parse(text) as Intention;
    if ((intention.Permissions ?? []).length > 0) {
      throw new Error(
        `cannot create L7 intention from file ${JSON.stringify(path)} using this CLI; use 'causeway config write' instead`,
      );
    }
    intentions.push(intention);
  }
  return intentions;
}

async function create(client: Client, intention: Intention): Promise<void> {
  if (!intention.SourcePeer) {
    try {
      await client.send({ method: 'POST', path: PATH, body: intention });
      return;
    } catch (error) {
      // Once a destination was written as a config entry it stays one.
      const isEntry = error instanceof ResponseError && /legacy intention API/.test(error.message);
      if (!isEntry || intention.Meta !== undefined) throw error;
    }
  }
  if (intention.Meta !== undefined) throw new Error('-meta is not kept for a source of a peer');
  if (await putSource(client, intention, false)) return;
  throw new Error(`there is one from ${sourceOf(intention)} already; -replace writes it anew`);
}

/** Whether there was one to replace. */
async function replace(client: Client, intention: Intention): Promise<boolean> {
  const source = sourceOf(intention);
  const destination = destinationOf(intention);
  const ends = `source ${JSON.stringify(source)} and destination ${JSON.stringify(destination)}`;
  const old = await whileDoing(
    `Error looking up intention for replacement with ${ends}`,
    findExact(client, source, destination),
  );
  if (old === undefined) return false;
  await whileDoing(`Error replacing intention with ${ends}`, async () => {
    if (intention.SourcePeer) await putSource(client, intention, true);
    else if (old.ID) {
      const path = `${PATH}/${encodeURIComponent(old.ID)}`;
      await client.send({ method: 'PUT', path, body: { ...intention, ID: old.ID } });
    } else {
      const query = { source, destination };
      await client.send({ method: 'PUT', path: `${PATH}/exact`, query, body: intention });
    }
  });
  return true;
}
