// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { parseExactJson, type Uint64 } from '../../client/exact-json.ts';
import { whileDoing } from '../failure.ts';

interface Peer {
  readonly Node: string;
  readonly ID: string;
  readonly Address: string;
  readonly Leader: boolean;
  readonly Voter: boolean;
  readonly ProtocolVersion: string;
  readonly LastIndex: Uint64;
}

export const raftListPeers = defineCliCommand({
  words: ['operator', 'raft', 'list-peers'],
  synopsis: 'Display the servers that keep the log',
  help: `
Usage: causeway operator raft list-peers [options]

  Lists the servers that keep the log, and how far each has got.

    $ causeway operator raft list-peers
`,
  flags: {},
  run: async ({ client, terminal }) => {
    const text = await whileDoing(
      'Error getting peers: Failed to retrieve raft configuration',
      client.jsonText({ path: '/v1/operator/raft/configuration' }),
    );
    const { Servers: peers } = parseExactJson<{ readonly Servers: readonly Peer[] }>(text);
    const leaderIndex = peers.find(({ Leader }) => Leader)?.LastIndex ?? 0;
    const rows = peers.map((peer) => [
      peer.Node,
      peer.ID,
      peer.Address,
      peer.Leader ? 'leader' : 'follower',
      String(peer.Voter),
      peer.ProtocolVersion || '<=1',
      String(peer.LastIndex),
      peer.Leader ? '-' : commits(BigInt(leaderIndex) - BigInt(peer.LastIndex)),
    ]);
    const header = 'Node,ID,Address,State,Voter,RaftProtocol,Commit Index,Trails Leader By';
    terminal.out(columns([header.split(','), ...rows]));
    return 0;
  },
});

const commits = (count: bigint): string => `${count} commit${count === 1n ? '' : 's'}`;
