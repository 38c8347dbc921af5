// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { parseExactJson, type Uint64 } from '../../client/exact-json.ts';
import { whileDoing } from '../failure.ts';
import { formatFlag } from '../format.ts';
import { indentJson } from '../json-layout.ts';

interface Server {
  readonly ID: string;
  readonly Name: string;
  readonly Address: string;
  readonly Version: string;
  readonly Status: string;
  readonly NodeType?: string;
  readonly NodeStatus: string;
  readonly Healthy: boolean;
  readonly LastContact: string;
  readonly LastTerm: Uint64;
  readonly LastIndex: Uint64;
  readonly RedundancyZone?: string;
  readonly UpgradeVersion?: string;
  readonly ReadReplica?: boolean;
  readonly Meta?: Readonly<Record<string, string>> | null;
}

interface State {
  readonly Healthy: boolean;
  readonly FailureTolerance: number;
  readonly OptimisticFailureTolerance?: number;
  readonly Leader: string;
  readonly Voters: readonly string[] | null;
  readonly ReadReplicas?: readonly string[] | null;
  readonly Servers: Readonly<Record<string, Server>> | null;
}

export const autopilotState = defineCliCommand({
  words: ['operator', 'autopilot', 'state'],
  synopsis: 'Display the current Autopilot state',
  help: `
Usage: causeway operator autopilot state [options]

  Shows how each server of the cluster is, and how many may fail.

    $ causeway operator autopilot state
    $ causeway operator autopilot state -format=json
`,
  flags: { format: formatFlag },
  run: async ({ values, client, terminal }) => {
    if (!['pretty', 'json'].includes(values.format)) {
      throw new Error(`Unknown format: ${values.format}`);
    }
    const text = await whileDoing(
      'Error querying Autopilot state',
      client.jsonText({ path: '/v1/operator/autopilot/state' }),
    );
    terminal.out(
      values.format === 'json' ? `${indentJson(text)}\n` : pretty(parseExactJson<State>(text)),
    );
    return 0;
  },
});

function pretty(state: State): string {
  const servers = Object.entries(state.Servers ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, server]) => [`   ${server.ID}`, ...detailsOf(server)]);
  const names = (title: string, list: readonly string[] | null | undefined) => [
    `${title}:`,
    ...(list ?? []).map((name) => `   ${name}`),
  ];
  const replicas = state.ReadReplicas ?? [];
  const lines = [
    `Healthy:                      ${state.Healthy}`,
    `Failure Tolerance:            ${state.FailureTolerance}`,
    `Optimistic Failure Tolerance: ${state.OptimisticFailureTolerance ?? 0}`,
    `Leader:                       ${state.Leader}`,
    ...names('Voters', state.Voters),
    ...(replicas.length === 0 ? [] : names('Read Replicas', replicas)),
    'Servers:',
    ...servers,
    '',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function detailsOf(server: Server): string[] {
  const { RedundancyZone, UpgradeVersion, ReadReplica, Meta } = server;
  const values: Record<string, string | Uint64 | boolean> = {
    Name: server.Name,
    Address: server.Address,
    Version: server.Version,
    Status: server.Status,
    'Node Type': server.NodeType ?? '',
    'Node Status': server.NodeStatus,
    Healthy: server.Healthy,
    'Last Contact': server.LastContact,
    'Last Term': server.LastTerm,
    'Last Index': server.LastIndex,
    ...(RedundancyZone ? { 'Redundancy Zone': RedundancyZone } : {}),
    ...(UpgradeVersion ? { 'Upgrade Version': UpgradeVersion } : {}),
    ...(ReadReplica ? { 'Read Replica': ReadReplica } : {}),
  };
  const lines = Object.entries(values).map(([label, value]) => {
    return `      ${`${label}:`.padEnd(17)}${value}`.trimEnd();
  });
  const meta = Object.entries(Meta ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (meta.length === 0) return lines;
  const pairs = meta.map(([key, value]) => {
    return `         ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  });
  return [...lines, '      Meta', ...pairs];
}
