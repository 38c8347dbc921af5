// SPDX-License-Identifier: Apache-2.0
// What API gateways and routes show of how they fit together. In: gateways, routes, certificates. Out: conditions, and
// which routes each listener has. Only since when a condition holds is read from what has been recorded.
import type { ApiGateway } from '../../../model/config-entries/api-gateway/schema.ts';
import { type ConfigEntry, configEntryKey } from '../../../model/config-entries/entry.ts';
import type { HttpRoute } from '../../../model/config-entries/http-route/schema.ts';
import type { ResourceReference } from '../../../model/config-entries/resource-reference.ts';
import {
  type Condition,
  entryStatusKey,
  type Status,
  WHOLE,
} from '../../../model/config-entries/status.ts';
import type { TcpRoute } from '../../../model/config-entries/tcp-route/schema.ts';
import { structurallyEqual } from '../../../model/equal.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import { entryStatus } from '../../../state/tables/entry-status.ts';
import type { ViewRead } from '../../engine/view.ts';

export type Route = HttpRoute | TcpRoute;

type Found = Omit<Condition, 'LastTransitionTime'>;

/** The Status of an entry that has one; undefined for other kinds. What has not been recorded yet is without a time. */
export function statusOf(read: ViewRead, entry: ConfigEntry): Status | undefined {
  const found = foundOf(read, entry);
  if (found === undefined) return undefined;
  const recorded = read.get(entryStatus, entryStatusKey(localTenancy, entry.Kind, entry.Name));
  const known = (recorded?.value.shown as Status | undefined)?.Conditions ?? [];
  const Conditions = found.map((condition) => {
    const same = known.find(({ LastTransitionTime: _time, ...rest }) => {
      return structurallyEqual(rest, condition);
    });
    return { ...condition, LastTransitionTime: same?.LastTransitionTime ?? '' };
  });
  return { Conditions };
}

function foundOf(read: ViewRead, entry: ConfigEntry): readonly Found[] | undefined {
  switch (entry.Kind) {
    case 'api-gateway':
      return gatewayConditions(read, entry as ApiGateway);
    case 'http-route':
    case 'tcp-route':
      return routeConditions(read, entry as Route);
    default:
      return undefined;
  }
}

/** The certificates that a gateway's listeners name and that aren't there. */
export function missingCertificates(
  read: ViewRead,
  { TLS }: NonNullable<ApiGateway['Listeners']>[number],
): readonly ResourceReference[] {
  return (TLS.Certificates ?? []).filter(({ Kind, Name }) => {
    return read.get(configEntries, configEntryKey(localTenancy, Kind, Name)) === undefined;
  });
}

export function gatewayOf(read: ViewRead, name: string): ApiGateway | undefined {
  const row = read.get(configEntries, configEntryKey(localTenancy, 'api-gateway', name));
  return row?.value.entry as ApiGateway | undefined;
}

/** Why a route can't be bound to a parent; undefined when it is. */
export function bindingProblem(
  read: ViewRead,
  route: Route,
  parent: ResourceReference,
): Pick<Condition, 'Reason' | 'Message'> | undefined {
  const gateway = gatewayOf(read, parent.Name);
  if (gateway === undefined) {
    return { Reason: 'GatewayNotFound', Message: 'gateway was not found' };
  }
  const failed = (why: string) => ({
    Reason: 'FailedToBind',
    Message: `failed to bind route to gateway ${parent.Name}: ${why}`,
  });
  const listeners = gateway.Listeners ?? [];
  if (listeners.some((listener) => missingCertificates(read, listener).length > 0)) {
    return failed('gateway has not been accepted');
  }
  if (listenersFor(gateway, route, parent).length > 0) return undefined;
  const isNamed = listeners.some(({ Name }) => Name === parent.SectionName);
  return failed(
    isNamed
      ? `listener ${parent.SectionName} does not speak what the route is made for`
      : `no listener ${parent.SectionName || 'of its protocol'} was found`,
  );
}

/** The listeners of a gateway that a route is for; a parent without a section means all that fit. */
export function listenersFor(
  { Listeners }: ApiGateway,
  route: Route,
  { SectionName }: ResourceReference,
): readonly NonNullable<ApiGateway['Listeners']>[number][] {
  const protocol = route.Kind === 'tcp-route' ? 'tcp' : 'http';
  return (Listeners ?? []).filter(({ Name, Protocol }) => {
    return Protocol === protocol && (SectionName === '' || SectionName === Name);
  });
}

/** The services that a route leads to, each once. */
export function servicesOf(route: Route): readonly string[] {
  const services =
    route.Kind === 'tcp-route'
      ? (route.Services ?? [])
      : (route.Rules ?? []).flatMap(({ Services }) => Services ?? []);
  return [...new Set(services.map(({ Name }) => Name))];
}

function gatewayConditions(read: ViewRead, gateway: ApiGateway): readonly Found[] {
  const listeners = gateway.Listeners ?? [];
  const at = (section: string) => ({
    Resource: { Kind: gateway.Kind, Name: gateway.Name, SectionName: section },
  });
  const isValid = listeners.every((listener) => missingCertificates(read, listener).length === 0);
  const accepted: Found = {
    Type: 'Accepted',
    ...(isValid
      ? { Status: 'True', Reason: 'Accepted', Message: 'gateway is valid' }
      : {
          Status: 'False',
          Reason: 'InvalidCertificates',
          Message: 'gateway references invalid certificates',
        }),
    Resource: WHOLE,
  };
  const conflicted = listeners.map(({ Name }): Found => ({
    Type: 'Conflicted',
    Status: 'False',
    Reason: 'NoConflict',
    Message: 'listener has no route conflicts',
    ...at(Name),
  }));
  const resolved = listeners.map((listener): Found => {
    const [missing] = missingCertificates(read, listener);
    const state =
      missing === undefined
        ? ({ Status: 'True', Reason: 'ResolvedRefs', Message: 'resolved refs' } as const)
        : ({
            Status: 'False',
            Reason: 'InvalidCertificateRef',
            Message: `certificate ${JSON.stringify(missing.Name)} not found`,
          } as const);
    return { Type: 'ResolvedRefs', ...state, ...at(listener.Name) };
  });
  return [accepted, ...conflicted, ...resolved];
}

function routeConditions(read: ViewRead, route: Route): readonly Found[] {
  const isTargeting = servicesOf(route).length > 0;
  const accepted: Found = {
    Type: 'Accepted',
    ...(isTargeting
      ? { Status: 'True', Reason: 'Accepted', Message: 'route is valid' }
      : {
          Status: 'False',
          Reason: 'NoUpstreamServicesTargeted',
          Message: 'route must target at least one upstream service',
        }),
    Resource: WHOLE,
  };
  if (!isTargeting) return [accepted];
  const bound = (route.Parents ?? []).map((Resource): Found => {
    const problem = bindingProblem(read, route, Resource);
    return {
      Type: 'Bound',
      ...(problem === undefined
        ? { Status: 'True', Reason: 'Bound', Message: 'successfully bound route' }
        : { Status: 'False', ...problem }),
      Resource,
    };
  });
  return [accepted, ...bound];
}
