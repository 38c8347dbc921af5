// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';

export const catalogServices = defineCliCommand({
  words: ['catalog', 'services'],
  synopsis: 'Lists all registered services in a datacenter',
  help: `
Usage: causeway catalog services [options]

  Lists the names of the services in the catalog.

    $ causeway catalog services
    $ causeway catalog services -tags
    $ causeway catalog services -node=web-1
`,
  flags: {
    tags: boolFlag('tags', "Show each service's tags beside it."),
    node: stringFlag('node', 'Only services on this node.'),
  },
  run: async ({ values, client, terminal }) => {
    const services = await whileDoing(
      'Error listing services',
      values.node === undefined
        ? client.json<Record<string, readonly string[]>>({ path: '/v1/catalog/services' })
        : servicesOfNode(client, values.node),
    );
    const names = Object.keys(services).sort();
    if (names.length === 0) {
      terminal.err('No services match the given query - try expanding your search.\n');
      return 0;
    }
    const row = (name: string) =>
      values.tags ? [name, [...(services[name] ?? [])].sort().join(',')] : [name];
    terminal.out(columns(names.map(row)));
    return 0;
  },
});

async function servicesOfNode(
  client: { json: <T>(request: { path: string }) => Promise<T> },
  node: string,
): Promise<Record<string, readonly string[]>> {
  const found = await client.json<{
    Services: Record<string, { Service: string; Tags: readonly string[] | null }>;
  } | null>({ path: `/v1/catalog/node/${encodeURIComponent(node)}` });
  const services: Record<string, readonly string[]> = {};
  for (const { Service, Tags } of Object.values(found?.Services ?? {})) {
    services[Service] = [...(services[Service] ?? []), ...(Tags ?? [])];
  }
  return services;
}
