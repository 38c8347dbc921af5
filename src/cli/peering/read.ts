// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { nameFlag, peeringPath, required } from './flags.ts';
import type { Peering } from './shape.ts';

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
    checkFormat(values.format);
    const peering = await whileDoing(
      'Error reading peering',
      client.find<Peering>({ path: peeringPath(name) }),
    );
    if (peering === undefined) {
      terminal.err(`No peering with name ${name} found.\n`);
      return 1;
    }
    terminal.out(values.format === 'json' ? `${JSON.stringify(peering)}\n` : details(peering));
    return 0;
  },
});

function details(peering: Peering): string {
  const { StreamStatus: stream } = peering;
  const lines = [...head(peering), ''];
  const peer = (label: string, value: string | number) => `${label.padEnd(24)}${value}`.trimEnd();
  lines.push(
    peer('Peer ID:', peering.PeerID ?? ''),
    peer('Peer Server Name:', peering.PeerServerName ?? ''),
    peer('Peer CA Pems:', peering.PeerCAPems?.length ?? 0),
  );
  const addresses = peering.PeerServerAddresses ?? [];
  if (addresses.length > 0) {
    lines.push('Peer Server Addresses:', ...addresses.map((address) => `    ${address}`));
  }
  lines.push(
    '',
    `Imported Services: ${stream.ImportedServices?.length ?? 0}`,
    `Exported Services: ${stream.ExportedServices?.length ?? 0}`,
    '',
    `${'Last Heartbeat:'.padEnd(20)}${stream.LastHeartbeat ?? '<nil>'}`,
    `${'Last Send:'.padEnd(20)}${stream.LastSend ?? '<nil>'}`,
    `${'Last Receive:'.padEnd(20)}${stream.LastReceive ?? '<nil>'}`,
    '',
    `Create Index: ${peering.CreateIndex}`,
    `Modify Index: ${peering.ModifyIndex}`,
  );
  return `${lines.join('\n')}\n`;
}

function head(peering: Peering): string[] {
  const field = (label: string, value: string) => `${label.padEnd(15)}${value}`;
  const lines = [field('Name:', peering.Name), field('ID:', peering.ID)];
  if (peering.Partition) lines.push(field('Partition:', peering.Partition));
  if (peering.DeletedAt !== undefined) lines.push(field('DeletedAt:', peering.DeletedAt));
  lines.push(field('State:', peering.State));
  const meta = Object.entries(peering.Meta ?? {});
  if (meta.length > 0) lines.push('Meta:', ...meta.map(([key, value]) => `    ${key}=${value}`));
  return lines;
}
