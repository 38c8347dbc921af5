// SPDX-License-Identifier: Apache-2.0
import { formatHostPort } from '../../model/host-port.ts';
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';
import { patternOf } from '../pattern.ts';
import { filterFlag, narrowing } from '../query-flags.ts';

interface Member {
  readonly Name: string;
  readonly Addr: string;
  readonly Port: number;
  readonly Tags: Readonly<Record<string, string>>;
  readonly Status: number;
}

const STATUSES = ['none', 'alive', 'leaving', 'left', 'failed'];
const ALL_SEGMENTS = '_all';
const ANY = '.*';
const NO_MATCH = 2;

export const members = defineCliCommand({
  words: ['members'],
  synopsis: 'Lists the members of the cluster',
  help: `
Usage: causeway members [options]

  Lists the agents of this cluster, servers first. Exits with 2 when none
  matches.

    $ causeway members
    $ causeway members -status 'failed|left'
`,
  flags: {
    detailed: boolFlag('detailed', 'Show all tags.'),
    wan: boolFlag('wan', 'List the servers of all datacenters.'),
    status: stringFlag('status', 'Regular expression that the status has to match.', {
      initial: ANY,
    }),
    segment: stringFlag('segment', 'Only members of this network segment.', {
      initial: ALL_SEGMENTS,
    }),
    filter: filterFlag,
  },
  run: async ({ values, client, terminal }) => {
    const { status } = values;
    const isWanted = status === ANY ? () => true : await patternOf('status regexp', status);
    const found = await whileDoing(
      'Error retrieving members',
      client.json<readonly Member[]>({
        path: '/v1/agent/members',
        query: {
          wan: values.wan ? '1' : undefined,
          segment: values.segment,
          ...narrowing(values),
        },
      }),
    );
    const shown = found
      .map((member) => ({ ...member, Tags: shownTags(member.Tags, values.segment) }))
      .filter((member) => isWanted(statusOf(member)))
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    if (shown.length === 0) return NO_MATCH;
    terminal.out(columns(values.detailed ? detailed(shown) : short(shown)));
    return 0;
  },
});

/** Servers are in every segment; who names no partition or segment is in the default one. */
function shownTags(tags: Member['Tags'], asked: string): Record<string, string> {
  const ap = tags['ap'] || 'default';
  const isEverywhere = asked === ALL_SEGMENTS && tags['role'] === 'consul';
  const segment = isEverywhere ? '<all>' : tags['segment'] || '<default>';
  return { ...tags, ap, segment: ap === 'default' ? segment : '' };
}

function sortKey({ Name, Tags }: Member): string {
  const isServer = Tags['role'] === 'consul';
  const isDefault = Tags['ap'] === 'default';
  return [isServer ? 0 : 1, isDefault ? 0 : 1, Tags['segment'], Tags['ap'], Name].join('\0');
}

function short(list: readonly Member[]): string[][] {
  const rows = list.map((member) => {
    const { Name, Tags } = member;
    const type = { consul: 'server', node: 'client' }[Tags['role'] ?? ''] ?? 'unknown';
    const build = (Tags['build'] ?? '').split(':')[0];
    const named = ['vsn', 'dc', 'ap', 'segment'].map((tag) => Tags[tag] ?? '');
    return [Name, addressOf(member), statusOf(member), type, build || '< 0.3', ...named];
  });
  const header = 'Node Address Status Type Build Protocol DC Partition Segment';
  return [header.split(' '), ...rows];
}

function detailed(list: readonly Member[]): string[][] {
  const rows = list.map((member) => {
    const tags = Object.entries(member.Tags).map(([key, value]) => `${key}=${value}`);
    return [member.Name, addressOf(member), statusOf(member), tags.sort().join(',')];
  });
  return [['Node', 'Address', 'Status', 'Tags'], ...rows];
}

const addressOf = ({ Addr, Port }: Member): string => formatHostPort({ host: Addr, port: Port });

const statusOf = ({ Status }: Member): string => STATUSES[Status] ?? 'unknown';
