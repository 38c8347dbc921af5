// SPDX-License-Identifier: Apache-2.0
import { rowKey } from '../../model/tenancy.ts';
import { checks } from '../../state/tables/checks.ts';
import { nodes } from '../../state/tables/nodes.ts';
import { services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';
import { instanceOf } from '../health/instances.ts';

interface Health {
  readonly Total: number;
  readonly Passing: number;
  readonly Warning: number;
  readonly Critical: number;
}

/** How many nodes, services and checks are how well, those of peers among them; each as its worst check. */
export interface CatalogOverview {
  readonly Nodes: readonly Health[];
  readonly Services: readonly (Health & { readonly Name: string })[];
  readonly Checks: readonly (Health & { readonly Name: string })[];
}

export const catalogOverview = defineView<null, CatalogOverview>({
  name: 'ui/catalog-overview',
  key: () => '',
  compute: (read) => {
    const ofNodes = read.all(nodes).map(({ value }) => {
      const onNode = read.by(checks, 'node', rowKey(value.tenancy, value.node.Node));
      const own = onNode.filter((row) => row.value.check.ServiceID === '');
      return worst(own.map((row) => row.value.check.Status));
    });
    const byService = new Map<string, string[]>();
    for (const row of read.all(services)) {
      const instance = instanceOf(read, row);
      if (instance === undefined) continue;
      const name = row.value.service.Service;
      const status = worst(instance.Checks.map(({ Status }) => Status));
      byService.set(name, [...(byService.get(name) ?? []), status]);
    }
    const byCheck = new Map<string, string[]>();
    for (const { value } of read.all(checks)) {
      const { Name, Status } = value.check;
      byCheck.set(Name, [...(byCheck.get(Name) ?? []), Status]);
    }
    return {
      Nodes: [healthOf(ofNodes)],
      Services: named(byService),
      Checks: named(byCheck),
    };
  },
});

function worst(statuses: readonly string[]): string {
  if (statuses.includes('critical')) return 'critical';
  return statuses.includes('warning') ? 'warning' : 'passing';
}

function healthOf(statuses: readonly string[]): Health {
  const count = (wanted: string): number => statuses.filter((status) => status === wanted).length;
  return {
    Total: statuses.length,
    Passing: count('passing'),
    Warning: count('warning'),
    Critical: count('critical'),
  };
}

function named(byName: ReadonlyMap<string, readonly string[]>) {
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Name, statuses]) => ({ Name, ...healthOf(statuses) }));
}
