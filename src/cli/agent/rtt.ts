// SPDX-License-Identifier: Apache-2.0
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag } from '../flag-kinds.ts';
import { WrongUse } from '../flags.ts';
import { type Coordinate, distanceSeconds } from './coordinate.ts';
import { readSelf } from './self.ts';

interface Entry {
  readonly Node: string;
  readonly Segment: string;
  readonly Coord: Coordinate;
}

interface Area {
  readonly Datacenter: string;
  readonly AreaID: string;
  readonly Coordinates: readonly Entry[] | null;
}

/** Two coordinates of the same area or segment, or what is missing. */
type Pair = readonly [first: Coordinate | undefined, second: Coordinate | undefined];

const flags = { wan: boolFlag('wan', 'Between servers of all datacenters, as name.datacenter.') };

type Run = CliRun<typeof flags>;

export const rtt = defineCliCommand({
  words: ['rtt'],
  synopsis: 'Estimates network round trip time between nodes',
  help: `
Usage: causeway rtt [options] node1 [node2]

  Estimates the round trip between two nodes, of which the second is that of
  the agent unless it is given, by their network coordinates.

    $ causeway rtt web-1 db-1
    $ causeway rtt -wan server-1.dc1 server-1.dc2
`,
  flags,
  takesArguments: true,
  run: async (run) => {
    const { args, values, terminal } = run;
    const [first, given] = args;
    if (first === undefined || args.length > 2) {
      throw new WrongUse('One or two node names must be specified');
    }
    const second = given ?? (await ownName(run));
    const pair = await (values.wan ? acrossDatacenters : inDatacenter)(run, first, second);
    const names = [first, second];
    const missing = names.find((_name, i) => pair[i] === undefined);
    const [a, b] = pair;
    if (a === undefined || b === undefined) {
      throw new Error(`Could not find a coordinate for node ${JSON.stringify(missing)}`);
    }
    const time = `${(distanceSeconds(a, b) * 1_000).toFixed(3)} ms`;
    const source = values.wan ? 'WAN' : 'LAN';
    terminal.out(`Estimated ${first} <-> ${second} rtt: ${time} (using ${source} coordinates)\n`);
    return 0;
  },
});

async function ownName({ values, client }: Run): Promise<string> {
  const { Config } = await whileDoing('Unable to look up agent info', readSelf(client));
  return values.wan ? `${Config.NodeName}.${Config.Datacenter}` : Config.NodeName;
}

async function inDatacenter({ client }: Run, first: string, second: string): Promise<Pair> {
  const entries = await whileDoing(
    'Error getting coordinates',
    client.json<readonly Entry[]>({ path: '/v1/coordinate/nodes' }),
  );
  return together(
    entries.filter((entry) => isNamed(entry, first)),
    entries.filter((entry) => isNamed(entry, second)),
    ({ Segment }) => Segment,
  );
}

async function acrossDatacenters({ client }: Run, first: string, second: string): Promise<Pair> {
  const places = [first, second].map((name) => {
    const [node = '', datacenter = '', ...rest] = name.split('.');
    if (datacenter !== '' && rest.length === 0) return { node, datacenter };
    throw new Error('Node names must be specified as <node name>.<datacenter> with -wan');
  });
  const areas = await whileDoing(
    'Error getting coordinates',
    client.json<readonly Area[]>({ path: '/v1/coordinate/datacenters' }),
  );
  const [a = [], b = []] = places.map(({ node, datacenter }) =>
    areas
      .filter(({ Datacenter }) => Datacenter === datacenter)
      .flatMap(({ AreaID, Coordinates }) =>
        (Coordinates ?? [])
          .filter((entry) => isNamed(entry, node))
          .map(({ Coord }) => ({ AreaID, Coord })),
      ),
  );
  return together(a, b, ({ AreaID }) => AreaID);
}

/** Coordinates of different areas say nothing about each other. */
function together<T extends { readonly Coord: Coordinate }>(
  firsts: readonly T[],
  seconds: readonly T[],
  areaOf: (entry: T) => string,
): Pair {
  for (const first of firsts) {
    const second = seconds.find((candidate) => areaOf(candidate) === areaOf(first));
    if (second !== undefined) return [first.Coord, second.Coord];
  }
  return [firsts.length > 0 && seconds.length === 0 ? firsts[0]?.Coord : undefined, undefined];
}

const isNamed = ({ Node }: { readonly Node: string }, name: string): boolean =>
  Node.toLowerCase() === name.toLowerCase();
