// SPDX-License-Identifier: Apache-2.0
import type { Client, Query } from '../../client/client.ts';
import { filledColumns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';
import { filterFlag, narrowing, nodeMetaFlag, peerFlag } from '../query-flags.ts';

const TAGS_GAP = 6;

/** Service → tags. */
type Services = Readonly<Record<string, readonly string[]>>;

export const catalogServices = defineCliCommand({
  words: ['catalog', 'services'],
  synopsis: 'Lists all registered services in a datacenter',
  help: `
Usage: causeway catalog services [options]

  Lists the names of the services in the catalog.

    $ causeway catalog services
    $ causeway catalog services -tags
    $ causeway catalog services -node=web-1
    $ causeway catalog services -peer=west
`,
  flags: {
    tags: boolFlag('tags', "Show each service's tags beside it."),
    node: stringFlag('node', 'Only services on this `node`.', { initial: '' }),
    nodeMeta: nodeMetaFlag,
    filter: filterFlag,
    peer: peerFlag,
  },
  run: async ({ values, client, terminal }) => {
    const { node } = values;
    const query = narrowing(values);
    const services = await (node === ''
      ? whileDoing(
          'Error listing services',
          client.json<Services>({ path: '/v1/catalog/services', query }),
        )
      : whileDoing('Error listing services for node', servicesOfNode(client, node, query)));
    const names = Object.keys(services).sort();
    if (names.length === 0) {
      terminal.err('No services match the given query - try expanding your search.\n');
      return 0;
    }
    const tags = (name: string) => [...(services[name] ?? [])].sort().join(',');
    const rows = names.map((name) => (values.tags ? [name, tags(name)] : [name]));
    // The blanks at the end of the last line are what Consul leaves out.
    terminal.out(`${filledColumns(rows, TAGS_GAP).trimEnd()}\n`);
    return 0;
  },
});

async function servicesOfNode(client: Client, node: string, query: Query): Promise<Services> {
  interface NodeServices {
    readonly Services: Record<string, { Service: string; Tags: readonly string[] | null }>;
  }
  const path = `/v1/catalog/node/${encodeURIComponent(node)}`;
  const found = await client.json<NodeServices | null>({ path, query });
  const services = new Map<string, readonly string[]>();
  for (const { Service, Tags } of Object.values(found?.Services ?? {})) {
    services.set(Service, [...(services.get(Service) ?? []), ...(Tags ?? [])]);
  }
  return Object.fromEntries(services);
}
