// SPDX-License-Identifier: Apache-2.0
import type { Client, Query } from '../../client/client.ts';
import type { Node } from '../../model/catalog/node.ts';
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';
import { filterFlag, narrowing, nearFlag, nodeMetaFlag, peerFlag } from '../query-flags.ts';

const SHORT_ID = 8;

export const catalogNodes = defineCliCommand({
  words: ['catalog', 'nodes'],
  synopsis: 'Lists all nodes in the given datacenter',
  help: `
Usage: causeway catalog nodes [options]

  Lists the nodes in the catalog.

    $ causeway catalog nodes
    $ causeway catalog nodes -detailed
    $ causeway catalog nodes -service=web
    $ causeway catalog nodes -peer=west
`,
  flags: {
    detailed: boolFlag('detailed', 'Show whole ids, all addresses and metadata.'),
    service: stringFlag('service', 'Only nodes that have this `service`.', { initial: '' }),
    near: nearFlag,
    nodeMeta: nodeMetaFlag,
    filter: filterFlag,
    peer: peerFlag,
  },
  run: async ({ values, client, terminal }) => {
    const { service } = values;
    const query = narrowing(values);
    const nodes = await (service === ''
      ? whileDoing(
          'Error listing nodes',
          client.json<readonly Node[]>({ path: '/v1/catalog/nodes', query }),
        )
      : whileDoing('Error listing nodes for service', nodesOfService(client, service, query)));
    if (nodes.length === 0) {
      terminal.err('No nodes match the given query - try expanding your search.\n');
      return 0;
    }
    terminal.out(columns(values.detailed ? detailed(nodes) : short(nodes)));
    return 0;
  },
});

/** Each node once, however many instances it has. */
async function nodesOfService(
  client: Client,
  service: string,
  query: Query,
): Promise<readonly Node[]> {
  type Instance = Node & { readonly NodeMeta: Node['Meta'] };
  const path = `/v1/catalog/service/${encodeURIComponent(service)}`;
  const byName = new Map<string, Node>();
  for (const instance of await client.json<readonly Instance[]>({ path, query })) {
    byName.set(instance.Node, { ...instance, Meta: instance.NodeMeta });
  }
  return [...byName.values()];
}

function short(nodes: readonly Node[]): string[][] {
  const rows = nodes.map(({ Node, ID, Address, Datacenter }) => {
    return [Node, ID.slice(0, SHORT_ID), Address, Datacenter];
  });
  return [['Node', 'ID', 'Address', 'DC'], ...rows];
}

function detailed(nodes: readonly Node[]): string[][] {
  const rows = nodes.map(({ Node, ID, Address, Datacenter, TaggedAddresses, Meta }) => {
    return [Node, ID, Address, Datacenter, pairs(TaggedAddresses), pairs(Meta)];
  });
  return [['Node', 'ID', 'Address', 'DC', 'TaggedAddresses', 'Meta'], ...rows];
}

function pairs(values: Readonly<Record<string, string>> | null): string {
  return Object.entries(values ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(', ');
}
