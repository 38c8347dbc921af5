// SPDX-License-Identifier: Apache-2.0
import { localTenancy } from '../../model/tenancy.ts';
import { defineView } from '../engine/view.ts';
import { type GatewayService, gatewayServices } from '../gateways/services.ts';
import { instances } from '../health/instances.ts';
import { byName, namedSummary, type ServiceSummary, summarise, summaryKey } from './summary.ts';

export interface UiGatewayKey {
  readonly gateway: string;
  readonly datacenter: string;
}

/** The services behind a gateway, by name; those of an ingress gateway with the addresses that callers use. */
export const uiGatewayServices = defineView<UiGatewayKey, readonly ServiceSummary[]>({
  name: 'ui/gateway-services',
  key: ({ gateway }) => gateway.toLowerCase(),
  compute: (read, { gateway, datacenter }) => {
    const served = read.view(gatewayServices, gateway);
    const names = [...new Set(served.map(({ Service }) => Service.Name))];
    const summaries = names.map((service) => {
      const found = read.view(instances, { tenancy: localTenancy, service, by: 'name' });
      const summary = summarise(found).byKey.get(summaryKey(service)) ?? namedSummary(service, '');
      const ofService = served.filter(({ Service }) => Service.Name === service);
      const Addresses = [...new Set(ofService.flatMap((one) => addressesOf(one, datacenter)))];
      return Addresses.length === 0 ? summary : { ...summary, GatewayConfig: { Addresses } };
    });
    return summaries.sort(byName);
  },
});

function addressesOf(
  { GatewayKind: kind, Service, Hosts = [], Port = 0 }: GatewayService,
  datacenter: string,
): readonly string[] {
  if (kind !== 'ingress-gateway') return [];
  const hosts = Hosts.length > 0 ? Hosts : [`${Service.Name}.ingress.${datacenter}.consul`];
  return hosts.map((host) => `${host}:${Port}`);
}
