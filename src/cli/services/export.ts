// SPDX-License-Identifier: Apache-2.0
import type {
  ExportedService,
  ExportedServices,
} from '../../model/config-entries/exported-services/schema.ts';
import { entryPath } from '../config/entry-source.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { required } from '../required.ts';

const KIND = 'exported-services';

type Consumer = ExportedService['Consumers'][number];

export const servicesExport = defineCliCommand({
  words: ['services', 'export'],
  synopsis: 'Export services to peers',
  help: `
Usage: causeway services export [options] -name <service> -consumer-peers <peers>

  Lets peers see a service, in addition to those that may already. Who may
  call it is decided by intentions.

    $ causeway services export -name orders -consumer-peers west,north
`,
  flags: {
    name: stringFlag('name', "(Required) Service to export, or '*' for all.", { initial: '' }),
    consumerPeers: stringFlag('consumer-peers', 'Names of peers, with commas between.', {
      initial: '',
    }),
    consumerPartitions: stringFlag(
      'consumer-partitions',
      'Names of admin partitions, with commas between, where the server has them.',
      { initial: '' },
    ),
  },
  run: async ({ values, client, terminal }) => {
    const service = required('name', values.name);
    const { consumerPeers, consumerPartitions, partition, namespace } = values;
    if (consumerPeers === '' && consumerPartitions === '') {
      throw new Error('Missing the required -consumer-peers or -consumer-partitions flag');
    }
    const consumers: readonly Consumer[] = [
      ...namesIn('peer', consumerPeers).map((Peer) => ({ Peer })),
      ...namesIn('partition', consumerPartitions).map((Partition) => ({ Partition })),
    ];
    // An entry is named after the partition whose services it exports.
    const entryName = partition || 'default';
    const present = await whileDoing(
      `Error reading config entry ${KIND}/${entryName}`,
      client.find<ExportedServices & { ModifyIndex: number }>({ path: entryPath(KIND, entryName) }),
    );
    const isWritten = await whileDoing(
      'Error writing config entry',
      client.json<boolean>({
        method: 'PUT',
        path: '/v1/config',
        query: { cas: String(present?.ModifyIndex ?? 0) },
        body: {
          Kind: KIND,
          Name: entryName,
          ...(present?.Meta ? { Meta: present.Meta } : {}),
          Services: withConsumers(present?.Services ?? [], service, namespace, consumers),
        },
      }),
    );
    if (!isWritten) throw new Error('Config entry was changed during update. Please try again');
    const quoted = (text: string) => JSON.stringify(text);
    const to = [
      ...(consumerPeers === '' ? [] : [`to cluster peers ${quoted(consumerPeers)}`]),
      ...(consumerPartitions === '' ? [] : [`to partitions ${quoted(consumerPartitions)}`]),
    ];
    terminal.out(`Successfully exported service ${quoted(service)} ${to.join(' and ')}\n`);
    return 0;
  },
});

/** The names of a comma-separated list, each once. */
function namesIn(what: string, text: string): readonly string[] {
  if (text === '') return [];
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new Error(`Invalid ${what} ""`);
  return [...new Set(names)];
}

function withConsumers(
  services: readonly ExportedService[],
  Name: string,
  namespace: string | undefined,
  added: readonly Consumer[],
): readonly ExportedService[] {
  const Namespace = namespace || undefined;
  const known = services.find((item) => {
    return item.Name === Name && (item.Namespace || undefined) === Namespace;
  });
  if (known === undefined) {
    return [...services, { Name, ...(Namespace && { Namespace }), Consumers: added }];
  }
  const isNew = ({ Peer, Partition }: Consumer) =>
    !known.Consumers.some((consumer) =>
      Peer === undefined ? consumer.Partition === Partition : consumer.Peer === Peer,
    );
  const extended = { ...known, Consumers: [...known.Consumers, ...added.filter(isNew)] };
  return services.map((item) => (item === known ? extended : item));
}
