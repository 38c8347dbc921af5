// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';
import { whileDoing } from '../failure.ts';
import { type Intention, PATH } from './shape.ts';
import { isPeerTarget, parseTarget, type Target } from './target.ts';

/** What a command means by its words: one intention by its id, or by both its ends. */
export function wordsOf(
  args: readonly string[],
): { id: string } | { source: string; destination: string } {
  const [first = '', second] = args;
  if (args.length === 1) return { id: first };
  if (args.length === 2 && second !== undefined) return { source: first, destination: second };
  throw new Error('command requires exactly 1 or 2 arguments');
}

/** The intention between exactly these two; undefined when there is none. */
export async function findExact(
  client: Client,
  source: string,
  destination: string,
): Promise<Intention | undefined> {
  if (!isPeerTarget(source)) {
    return client.find<Intention>({ path: `${PATH}/exact`, query: { source, destination } });
  }
  const from = parseTarget(source);
  const to = parseTarget(destination);
  const all = await listIntentions(client);
  return all.find(
    (intention) =>
      isFrom(intention, from, (name) => name === from.name) &&
      intention.DestinationName === to.name &&
      (intention.DestinationNS || 'default') === (to.namespace ?? 'default'),
  );
}

export async function listIntentions(client: Client): Promise<readonly Intention[]> {
  return (await client.json<readonly Intention[] | null>({ path: PATH })) ?? [];
}

/** Those that bind a source of a peer, in the order in which they count. */
export function isFrom(
  intention: Intention,
  { peer }: Target,
  isName: (name: string) => boolean,
): boolean {
  return intention.SourcePeer === peer && isName(intention.SourceName);
}

/** Throws the Error that Consul's users know when there is no such intention. */
export async function foundIntention(client: Client, args: readonly string[]): Promise<Intention> {
  const words = wordsOf(args);
  const what = 'Error reading the intention';
  if ('id' in words) {
    const path = `${PATH}/${encodeURIComponent(words.id)}`;
    const found = await whileDoing(what, client.find<Intention>({ path }));
    if (found === undefined) {
      throw new Error(`Intention not found with ID ${JSON.stringify(words.id)}`);
    }
    return found;
  }
  const { source, destination } = words;
  const found = await whileDoing(what, findExact(client, source, destination));
  if (found !== undefined) return found;
  const ends = `source ${JSON.stringify(source)} and destination ${JSON.stringify(destination)}`;
  throw new Error(`Intention not found with ${ends}`);
}
