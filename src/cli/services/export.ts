// SPDX-License-Identifier: Apache-2.0
import type {
  ExportedService,
  ExportedServices,
} from '../../model/config-entries/exported-services/schema.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { required } from '../peering/flags.ts';

export const servicesExport = defineCliCommand({
  words: ['services', 'export'],
  synopsis: 'Export services to peers',
  help: `
Usage: causeway services export [options] -name <service> -consumer-peers <peers>

  Lets peers call a service, in addition to those that may already. What they
  may do with it is decided by intentions.

    $ causeway services export -name orders -consumer-peers west,north
`,
  flags: {
    name: stringFlag('name', "(Required) Service to export, or '*' for all."),
    consumerPeers: stringFlag('consumer-peers', 'Names of peers, with commas between.'),
    consumerPartitions: stringFlag('consumer-partitions', 'Not supported yet.'),
  },
  run: async ({ values, client, terminal }) => {
    const name = required('name', values.name);
    if (values.consumerPeers === undefined) {
      throw new Error('Missing the required -consumer-peers or -consumer-partitions flag');
    }
    const peers = values.consumerPeers.split(',').map((peer) => peer.trim());
    if (peers.includes('')) throw new Error('Invalid peer ""');
    const present = await whileDoing(
      'Error reading config entry exported-services/default',
      client.find<ExportedServices & { ModifyIndex: number }>({
        path: '/v1/config/exported-services/default',
      }),
    );
    const isWritten = await whileDoing(
      'Error writing config entry',
      client.json<boolean>({
        method: 'PUT',
        path: '/v1/config',
        query: { cas: String(present?.ModifyIndex ?? 0) },
        body: {
          Kind: 'exported-services',
          Name: 'default',
          ...(present?.Meta ? { Meta: present.Meta } : {}),
          Services: withConsumers(present?.Services ?? [], name, peers),
        },
      }),
    );
    if (!isWritten) throw new Error('Config entry was changed during update. Please try again');
    const list = peers.join(',');
    terminal.out(`Successfully exported service "${name}" to cluster peers "${list}"\n`);
    return 0;
  },
});

function withConsumers(
  services: readonly ExportedService[],
  name: string,
  peers: readonly string[],
): readonly ExportedService[] {
  const known = services.find((service) => service.Name === name) ?? { Name: name, Consumers: [] };
  const missing = peers.filter((peer) => !known.Consumers.some(({ Peer }) => Peer === peer));
  const extended = {
    ...known,
    Consumers: [...known.Consumers, ...missing.map((peer) => ({ Peer: peer }))],
  };
  if (!services.includes(known)) return [...services, extended];
  return services.map((service) => (service === known ? extended : service));
}
