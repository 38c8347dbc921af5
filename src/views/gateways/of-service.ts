// SPDX-License-Identifier: Apache-2.0
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView } from '../engine/view.ts';
import { type GatewayKind, gatewayServices } from './services.ts';

export interface GatewaysKey {
  readonly service: string;
  readonly kind: GatewayKind;
}

/** The names of the gateways of a kind that serve a service, sorted. */
export const gatewaysOfService = defineView<GatewaysKey, readonly string[]>({
  name: 'gateways/of-service',
  key: ({ service, kind }) => `${kind}/${service.toLowerCase()}`,
  compute: (read, { service, kind }) => {
    return read
      .by(configEntries, 'kind', rowKey(localTenancy, kind))
      .map(({ value }) => value.entry.Name)
      .filter((gateway) =>
        read.view(gatewayServices, gateway).some(({ GatewayKind, Service }) => {
          return GatewayKind === kind && Service.Name.toLowerCase() === service.toLowerCase();
        }),
      )
      .sort();
  },
});
