// SPDX-License-Identifier: Apache-2.0
import { filledColumns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag } from '../flag-kinds.ts';

const GAP = 6;
// Consul ends this one cell as if another column followed.
const NODES_COUNT = `Count${' '.repeat(12)}`;

interface Usage {
  readonly Nodes: number;
  readonly Services: number;
  readonly ServiceInstances: number;
  readonly BillableServiceInstances: number;
  readonly ConnectServiceInstances: Readonly<Record<string, number>> | null;
}

/** By datacenter, in order of their names. */
type Usages = readonly (readonly [datacenter: string, usage: Usage])[];

export const usageInstances = defineCliCommand({
  words: ['operator', 'usage', 'instances'],
  synopsis: 'Display service instance usage information',
  help: `
Usage: causeway operator usage instances [options]

  Counts the services, their instances and the nodes of the datacenter.
  "Billable" is Consul's word for instances that are no proxies, gateways or
  servers; nobody bills them here.

    $ causeway operator usage instances
    $ causeway operator usage instances -connect
`,
  flags: {
    allDatacenters: boolFlag('all-datacenters', 'Count those of all datacenters.', {
      initial: false,
    }),
    billable: boolFlag('billable', 'Only services that are no proxies or gateways.', {
      initial: false,
    }),
    connect: boolFlag('connect', 'Only proxies, gateways and services of the mesh.', {
      initial: false,
    }),
  },
  run: async ({ values, client, terminal }) => {
    const { allDatacenters, billable, connect } = values;
    if (billable && connect) {
      throw new Error('Cannot specify both -billable and -connect flags');
    }
    const { Usage: byDatacenter } = await whileDoing(
      'Error fetching usage information',
      client.json<{ readonly Usage: Readonly<Record<string, Usage>> }>({
        path: '/v1/operator/usage',
        query: { global: allDatacenters ? '' : undefined },
      }),
    );
    const usages = Object.entries(byDatacenter).sort(([a], [b]) => (a < b ? -1 : 1));
    if (!connect) terminal.out(servicesText(usages, allDatacenters));
    if (!billable) terminal.out(`Connect Services\n${proxiesTable(usages, allDatacenters)}`);
    return 0;
  },
});

const sum = (usages: Usages, count: (usage: Usage) => number): number =>
  usages.reduce((total, [, usage]) => total + count(usage), 0);

function servicesText(usages: Usages, isByDatacenter: boolean): string {
  const total = sum(usages, (usage) => usage.BillableServiceInstances);
  const each = usages.map(
    ([name, usage]) => `${name} Billable Service Instances: ${usage.BillableServiceInstances}\n`,
  );
  const services = usages.map(([name, usage]) => [
    ...(isByDatacenter ? [name] : []),
    String(usage.Services),
    String(usage.BillableServiceInstances),
  ]);
  const allServices = String(sum(usages, (usage) => usage.Services));
  const table = filledColumns(
    isByDatacenter
      ? [
          ['Datacenter', 'Services', 'Service instances'],
          ...services,
          ['', '', ''],
          ['Total', allServices, String(total)],
        ]
      : [['Services', 'Service instances'], ...services],
    GAP,
  );
  const nodes = usages.map(([name, { Nodes }]) => [name, String(Nodes)]);
  const allNodes = String(sum(usages, ({ Nodes }) => Nodes));
  const nodesTable = filledColumns(
    [['Datacenter', NODES_COUNT], ...nodes, ['', ''], ['Total', allNodes]],
    GAP,
  );
  const head = `Billable Service Instances Total: ${total}\n${each.join('')}`;
  return `${head}\nBillable Services\n${table}\n\nNodes\n${nodesTable}\n\n`;
}

function proxiesTable(usages: Usages, isByDatacenter: boolean): string {
  const rows = usages.flatMap(([name, { ConnectServiceInstances }]) =>
    Object.entries(ConnectServiceInstances ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => [...(isByDatacenter ? [name] : []), kind, String(count)]),
  );
  if (!isByDatacenter) return filledColumns([['Type', 'Service instances'], ...rows], GAP);
  const total = sum(usages, ({ ConnectServiceInstances }) =>
    Object.values(ConnectServiceInstances ?? {}).reduce((all, count) => all + count, 0),
  );
  const header = ['Datacenter', 'Type', 'Service instances'];
  return filledColumns([header, ...rows, ['', '', ''], ['Total', '', String(total)]], GAP);
}
