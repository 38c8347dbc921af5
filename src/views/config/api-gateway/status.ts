// SPDX-License-Identifier: Apache-2.0
// What API gateways and routes show of how they fit together. In: gateways, routes, certificates. Out: conditions, and
// which routes each listener has. Only since when a condition holds is read from what has been recorded.
import type { ApiGateway } from '../../../model/config-entries/api-gateway/schema.ts';
import type { ConfigEntry } from '../../../model/config-entries/entry.ts';
import type { ResourceReference } from '../../../model/config-entries/resource-reference.ts';
import {
  type Condition,
  entryStatusKey,
  type Status,
  WHOLE,
} from '../../../model/config-entries/status.ts';
import { structurallyEqual } from '../../../model/equal.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { entryStatus } from '../../../state/tables/entry-status.ts';
import type { ViewRead } from '../../engine/view.ts';
import {
  isAccepted,
  type Listener,
  missingCertificates,
  type Route,
  routeProblem,
} from './acceptance.ts';
import { bindingOf, type BoundRoute, boundRoutes } from './binding.ts';

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

function gatewayConditions(read: ViewRead, gateway: ApiGateway): readonly Found[] {
  const { Kind, Name } = gateway;
  const listeners = (gateway.Listeners ?? []).toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
  const at = (SectionName: string) => ({ Resource: { Kind, Name, SectionName } });
  const accepted: Found = {
    Type: 'Accepted',
    ...(isAccepted(read, gateway)
      ? { Status: 'True', Reason: 'Accepted', Message: 'gateway is valid' }
      : {
          Status: 'False',
          Reason: 'InvalidCertificates',
          Message: 'gateway references invalid certificates',
        }),
    Resource: WHOLE,
  };
  const routes = boundRoutes(read, gateway);
  const conflicted = listeners.map((listener): Found => {
    return { Type: 'Conflicted', ...conflictOf(listener, routes), ...at(listener.Name) };
  });
  const resolved = listeners.map((listener): Found => {
    const missing = missingCertificates(read, listener).at(-1);
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

/** A listener that passes bytes can't choose between routes. */
function conflictOf({ Name, Protocol }: Listener, routes: readonly BoundRoute[]) {
  const own = routes.filter(({ listeners }) => listeners.includes(Name));
  return Protocol === 'tcp' && own.length > 1
    ? ({
        Status: 'True',
        Reason: 'RouteConflict',
        Message: 'TCP-based listeners currently only support binding a single route',
      } as const)
    : ({
        Status: 'False',
        Reason: 'NoConflict',
        Message: 'listener has no route conflicts',
      } as const);
}

function routeConditions(read: ViewRead, route: Route): readonly Found[] {
  const problem = routeProblem(read, route);
  const accepted: Found = {
    Type: 'Accepted',
    ...(problem === undefined
      ? { Status: 'True', Reason: 'Accepted', Message: 'route is valid' }
      : { Status: 'False', ...problem }),
    Resource: WHOLE,
  };
  const parents = new Map((route.Parents ?? []).map((parent) => [sortKey(parent), parent]));
  const sorted = [...parents].sort(([a], [b]) => (a < b ? -1 : 1));
  const bound = sorted.map(([, Resource]): Found => {
    const { problem: why } = bindingOf(read, route, Resource);
    return {
      Type: 'Bound',
      ...(why === undefined
        ? { Status: 'True', Reason: 'Bound', Message: 'successfully bound route' }
        : { Status: 'False', ...why }),
      Resource,
    };
  });
  return [accepted, ...bound];
}

const sortKey = ({ Kind, Name, SectionName }: ResourceReference): string =>
  [Kind, Name, SectionName].join('\0');
