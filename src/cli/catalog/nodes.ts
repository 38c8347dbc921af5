// SPDX-License-Identifier: Apache-2.0
import type { Node } from '../../model/catalog/node.ts';
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';

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
`,
  flags: {
    detailed: boolFlag('detailed', 'Show whole ids, all addresses and metadata.'),
    service: stringFlag('service', 'Only nodes that have this service.'),
  },
  run: async ({ values, client, terminal }) => {
    const nodes = await whileDoing(
      'Error listing nodes',
      values.service === undefined
        ? client.json<readonly Node[]>({ path: '/v1/catalog/nodes' })
        : nodesOfService(client, values.service),
    );
    if (nodes.length === 0) {
      terminal.err('No nodes match the given query - try expanding your search.\n');
      return 0;
    }
    terminal.out(columns(values.detailed ? detailed(nodes) : short(nodes)));
    return 0;
  },
});

async function nodesOfService(
  client: { json: <T>(request: { path: string }) => Promise<T> },
  service: string,
): Promise<readonly Node[]> {
  type Instance = Node & { readonly NodeMeta: Node['Meta'] };
  const path = `/v1/catalog/service/${encodeURIComponent(service)}`;
  const byName = new Map<string, Node>();
  for (const instance of await client.json<readonly Instance[]>({ path })) {
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
