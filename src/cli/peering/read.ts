// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { required } from '../required.ts';
import { nameFlag } from './flags.ts';
import { metaPairs, type Peering, readPeering } from './shape.ts';

export const peeringRead = defineCliCommand({
  words: ['peering', 'read'],
  synopsis: 'Read a peering connection',
  help: `
Usage: causeway peering read [options] -name <peer name>

  Shows one peering in full.

    $ causeway peering read -name west
`,
  flags: { name: nameFlag, format: formatFlag },
  run: async ({ values, client, terminal }) => {
    const name = required('name', values.name);
    checkFormat(values.format, 'json|pretty');
    const peering = await readPeering(client, name);
    terminal.out(values.format === 'json' ? `${JSON.stringify(peering)}\n` : details(peering));
    return 0;
  },
});

/** Consul's layout, but each server address on its own line, and times as the API tells them. */
function details(peering: Peering): string {
  const { StreamStatus: stream, PeerServerAddresses: addresses = [] } = peering;
  const meta = metaPairs(peering.Meta);
  const lines = [
    ...section(14, {
      Name: peering.Name,
      ID: peering.ID,
      ...(peering.Partition ? { Partition: peering.Partition } : {}),
      ...(peering.DeletedAt === undefined ? {} : { DeletedAt: peering.DeletedAt }),
      State: peering.State,
    }),
    ...(meta.length === 0 ? [] : ['Meta:', ...meta.map(indented)]),
    '',
    ...section(23, {
      'Peer ID': peering.PeerID ?? '',
      'Peer Server Name': peering.PeerServerName ?? '',
      'Peer CA Pems': peering.PeerCAPems?.length ?? 0,
    }),
    ...(addresses.length === 0 ? [] : ['Peer Server Addresses:', ...addresses.map(indented)]),
    '',
    `Imported Services: ${stream.ImportedServices?.length ?? 0}`,
    `Exported Services: ${stream.ExportedServices?.length ?? 0}`,
    '',
    ...section(19, {
      'Last Heartbeat': stream.LastHeartbeat ?? '<nil>',
      'Last Send': stream.LastSend ?? '<nil>',
      'Last Receive': stream.LastReceive ?? '<nil>',
    }),
    '',
    `Create Index: ${peering.CreateIndex}`,
    `Modify Index: ${peering.ModifyIndex}`,
    '',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Labels with their values, which begin after `width` characters. */
function section(width: number, values: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(values).map(([label, value]) => `${`${label}:`.padEnd(width)}${value}`);
}

const indented = (text: string): string => `    ${text}`;
