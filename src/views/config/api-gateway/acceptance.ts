// SPDX-License-Identifier: Apache-2.0
// Whether gateways and routes make sense for themselves. Only what does is bound to each other (binding.ts).
import { NO_OVERRIDES } from '../../../model/chain/request.ts';
import type { ApiGateway } from '../../../model/config-entries/api-gateway/schema.ts';
import { configEntryKey } from '../../../model/config-entries/entry.ts';
import type { HttpRoute } from '../../../model/config-entries/http-route/schema.ts';
import type { ResourceReference } from '../../../model/config-entries/resource-reference.ts';
import type { Condition } from '../../../model/config-entries/status.ts';
import type { TcpRoute } from '../../../model/config-entries/tcp-route/schema.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import { compiledChain } from '../../chain/compiled.ts';
import type { ViewRead } from '../../engine/view.ts';

export type Route = HttpRoute | TcpRoute;
export type Listener = NonNullable<ApiGateway['Listeners']>[number];
export type Problem = Pick<Condition, 'Reason' | 'Message'>;

/** Where calls begin is of no account to whether a chain makes sense; Consul names this one in its texts. */
const ANYWHERE = 'dc1';

/** The certificates that a gateway's listener names and that aren't there. */
export function missingCertificates(
  read: ViewRead,
  { TLS }: Listener,
): readonly ResourceReference[] {
  return (TLS.Certificates ?? []).filter(({ Kind, Name }) => {
    return read.get(configEntries, configEntryKey(localTenancy, Kind, Name)) === undefined;
  });
}

export function isAccepted(read: ViewRead, { Listeners }: ApiGateway): boolean {
  return (Listeners ?? []).every((listener) => missingCertificates(read, listener).length === 0);
}

/** What is wrong with a route in itself; undefined when it can be bound. */
export function routeProblem(read: ViewRead, route: Route): Problem | undefined {
  const names = servicesOf(route);
  // Of several services the last one decides, in Consul too.
  const service = names.at(-1);
  if (service === undefined) {
    return {
      Reason: 'NoUpstreamServicesTargeted',
      Message: 'route must target at least one upstream service',
    };
  }
  const key = { service, datacenter: ANYWHERE, overrides: NO_OVERRIDES };
  const answer = read.view(compiledChain, key);
  if ('problem' in answer) return { Reason: 'InvalidDiscoveryChain', Message: answer.problem };
  if (answer.Chain.Protocol === protocolOf(route)) return undefined;
  return {
    Reason: 'InvalidDiscoveryChain',
    Message: 'route protocol does not match targeted service protocol',
  };
}

export const protocolOf = ({ Kind }: Route): string => (Kind === 'tcp-route' ? 'tcp' : 'http');

/** The services that a route leads to, in its order. */
export function servicesOf(route: Route): readonly string[] {
  const services =
    route.Kind === 'tcp-route'
      ? (route.Services ?? [])
      : (route.Rules ?? []).flatMap(({ Services }) => Services ?? []);
  return services.map(({ Name }) => Name);
}
