// SPDX-License-Identifier: Apache-2.0
import { type Filter, filtered } from '../../model/filter/filter.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { services } from '../../state/tables/services.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { gatewayServices } from '../gateways/services.ts';
import { instanceOf } from '../health/instances.ts';
import { byName, type ServiceSummary, summarise, summaryKey } from './summary.ts';

export interface UiServicesKey {
  /** A peering's local name; '' for our services and those of all peers. */
  readonly peer: string;
  /** Of instances. */
  readonly filter: Filter;
}

export interface ListedService extends ServiceSummary {
  readonly ConnectedWithProxy: boolean;
  readonly ConnectedWithGateway: boolean;
}

/** Every service with what is to be seen of it at a glance, by name. */
export const uiServices = defineView<UiServicesKey, readonly ListedService[]>({
  name: 'ui/services',
  key: ({ peer, filter }) => `${peer}/${filter.text}`,
  compute: (read, { peer, filter }) => {
    const rows = peer === '' ? read.all(services) : read.by(services, 'peer', peer);
    const instances = rows.map((row) => instanceOf(read, row)).filter((one) => one !== undefined);
    const { byKey, withProxy } = summarise(filtered(instances, filter));
    const links = peer === '' ? gatewayLinks(read) : NO_LINKS;
    const listed = [...byKey].map(([key, summary]): ListedService => {
      const isServed = (links.gatewaysOf.get(key) ?? []).some((gateway) => byKey.has(gateway));
      const count = links.servicesOf.get(key) ?? 0;
      return {
        ...summary,
        GatewayConfig: count === 0 ? {} : { AssociatedServiceCount: count },
        ConnectedWithProxy: withProxy.has(key),
        ConnectedWithGateway: isServed && summary.InstanceCount > 0,
      };
    });
    return listed.sort(byName);
  },
});

interface Links {
  /** Keys of gateways by the key of a service. */
  readonly gatewaysOf: ReadonlyMap<string, readonly string[]>;
  /** How many services a gateway has, by its key. */
  readonly servicesOf: ReadonlyMap<string, number>;
}

const NO_LINKS: Links = { gatewaysOf: new Map(), servicesOf: new Map() };

function gatewayLinks(read: ViewRead): Links {
  const gatewaysOf = new Map<string, string[]>();
  const servicesOf = new Map<string, number>();
  const rows = (['ingress-gateway', 'terminating-gateway'] as const).flatMap((kind) =>
    read.by(configEntries, 'kind', rowKey(localTenancy, kind)),
  );
  for (const { Name } of rows.map(({ value }) => value.entry)) {
    const gateway = summaryKey(Name);
    for (const { Service } of read.view(gatewayServices, Name)) {
      const service = summaryKey(Service.Name);
      gatewaysOf.set(service, [...(gatewaysOf.get(service) ?? []), gateway]);
      servicesOf.set(gateway, (servicesOf.get(gateway) ?? 0) + 1);
    }
  }
  return { gatewaysOf, servicesOf };
}
