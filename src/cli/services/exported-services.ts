// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { stringFlag } from '../flag-kinds.ts';
import { indentJson } from '../json-layout.ts';
import type { ResolvedExport } from './resolved-export.ts';

export const servicesExportedServices = defineCliCommand({
  words: ['services', 'exported-services'],
  synopsis: 'Lists exported services',
  help: `
Usage: causeway services exported-services [options]

  Lists the services that this cluster exports, and to whom; '*' stands for
  the services that there are.

    $ causeway services exported-services
    $ causeway services exported-services -filter 'Consumers.Peers contains west'
`,
  flags: {
    filter: stringFlag('filter', 'Expression that the services are selected by.', { initial: '' }),
    format: formatFlag,
  },
  run: async ({ values, client, terminal }) => {
    checkFormat(values.format);
    const all = await whileDoing(
      'Error reading exported services',
      client.json<readonly ResolvedExport[]>({ path: '/v1/exported-services' }),
    );
    const found = values.filter === '' ? all : await selected(all, values.filter);
    if (found.length === 0) terminal.out('No exported services found\n');
    else if (values.format === 'json') terminal.out(`${indentJson(JSON.stringify(found))}\n`);
    else terminal.out(columns(rowsOf(found)));
    return 0;
  },
});

async function selected(
  all: readonly ResolvedExport[],
  expression: string,
): Promise<readonly ResolvedExport[]> {
  const { filterExports } = await import('./filter-exports.ts');
  return whileDoing(
    'Error while creating filter: Failed to create boolean expression evaluator',
    async () => filterExports(all, expression),
  );
}

/** Partitions are shown only by a server that has them. */
function rowsOf(found: readonly ResolvedExport[]): string[][] {
  const joined = (names: readonly string[] = []) => names.join(', ');
  if (!found[0]?.Partition) {
    const rows = found.map(({ Service, Consumers }) => [Service, joined(Consumers.Peers)]);
    return [['Service', 'Consumer Peers'], ...rows];
  }
  const rows = found.map(({ Service, Partition = '', Namespace = '', Consumers }) => {
    return [Service, Partition, Namespace, joined(Consumers.Peers), joined(Consumers.Partitions)];
  });
  return [['Service', 'Partition', 'Namespace', 'Consumer Peers', 'Consumer Partitions'], ...rows];
}
