// SPDX-License-Identifier: Apache-2.0
import type { ApiGateway } from '../../model/config-entries/api-gateway/schema.ts';
import type { HttpRoute } from '../../model/config-entries/http-route/schema.ts';
import type { TcpRoute } from '../../model/config-entries/tcp-route/schema.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { entryOf } from '../proxy/entry.ts';

/** The services that routes to an API gateway name, sorted; undefined when it has no entry. */
export const apiGatewayServices = defineView<string, readonly string[] | undefined>({
  name: 'ui/api-gateway-services',
  key: (gateway) => gateway.toLowerCase(),
  compute: (read, gateway) => {
    const entry = entryOf<ApiGateway>(read, 'api-gateway', gateway);
    if (entry === undefined) return undefined;
    const routes = [
      ...routesOf<HttpRoute>(read, 'http-route'),
      ...routesOf<TcpRoute>(read, 'tcp-route'),
    ];
    const bound = routes.filter(({ Parents }) => {
      return (Parents ?? []).some(({ Kind, Name }) => Kind === 'api-gateway' && Name === gateway);
    });
    const names = bound.flatMap((route) => {
      const lists =
        route.Kind === 'http-route'
          ? (route.Rules ?? []).map(({ Services }) => Services)
          : [route.Services];
      return lists.flatMap((list) => (list ?? []).map(({ Name }) => Name));
    });
    return [...new Set(names)].sort();
  },
});

/** The API gateways that serve a service, sorted. */
export const apiGatewaysOf = defineView<string, readonly string[]>({
  name: 'ui/api-gateways-of',
  key: (service) => service,
  compute: (read, service) =>
    read
      .by(configEntries, 'kind', rowKey(localTenancy, 'api-gateway'))
      .map(({ value }) => value.entry.Name)
      .filter((name) => read.view(apiGatewayServices, name)?.includes(service)),
});

function routesOf<E extends HttpRoute | TcpRoute>(read: ViewRead, kind: E['Kind']): readonly E[] {
  return read
    .by(configEntries, 'kind', rowKey(localTenancy, kind))
    .map(({ value }) => value.entry as E);
}
