// SPDX-License-Identifier: Apache-2.0
// Which listeners of an API gateway a route is bound to, and why not to others.
import type { ApiGateway } from '../../../model/config-entries/api-gateway/schema.ts';
import { configEntryKey } from '../../../model/config-entries/entry.ts';
import type { ResourceReference } from '../../../model/config-entries/resource-reference.ts';
import { localTenancy, rowKey } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import type { ViewRead } from '../../engine/view.ts';
import {
  isAccepted,
  type Listener,
  type Problem,
  protocolOf,
  type Route,
  routeProblem,
} from './acceptance.ts';

export interface Binding {
  /** The names of the listeners. */
  readonly listeners: readonly string[];
  /** A parent that names no listener can be bound to some and have a problem with others. */
  readonly problem?: Problem;
}

/** How a route is bound to one of its parents. */
export function bindingOf(read: ViewRead, route: Route, parent: ResourceReference): Binding {
  const gateway = gatewayOf(read, parent);
  if (gateway === undefined) {
    const problem = { Reason: 'GatewayNotFound', Message: 'gateway was not found' };
    return { listeners: [], problem };
  }
  const listeners = (gateway.Listeners ?? []).filter(({ Name }) => {
    return parent.SectionName === '' || parent.SectionName === Name;
  });
  const outer = outerProblem(read, gateway, route);
  const found = listeners.map((listener) => outer ?? withListener(listener, route, parent));
  const bound = listeners.filter((_, at) => found[at] === BOUND).map(({ Name }) => Name);
  const problems = found.filter((one) => one !== BOUND && one !== PASSED_OVER);
  let why = problems.at(-1);
  if (why === undefined && bound.length === 0) {
    why = `failed to bind route ${route.Name} to gateway ${parent.Name} with listener '${parent.SectionName}'`;
  }
  if (why === undefined) return { listeners: bound };
  return { listeners: bound, problem: { Reason: 'FailedToBind', Message: why } };
}

function gatewayOf(read: ViewRead, { Kind, Name }: ResourceReference): ApiGateway | undefined {
  if (Kind !== 'api-gateway') return undefined;
  const row = read.get(configEntries, configEntryKey(localTenancy, Kind, Name));
  return row?.value.entry as ApiGateway | undefined;
}

/** What keeps a route from all listeners of a gateway. */
function outerProblem(read: ViewRead, gateway: ApiGateway, route: Route): string | undefined {
  const failed = `failed to bind route to gateway ${gateway.Name}`;
  if (!isAccepted(read, gateway)) return `${failed}: gateway has not been accepted`;
  if (routeProblem(read, route) !== undefined) return `${failed}: route has not been accepted`;
  return undefined;
}

const BOUND = Symbol('bound');
/** Nobody said that the route is for this listener. */
const PASSED_OVER = Symbol('passed over');

function withListener(
  { Name, Protocol, Hostname }: Listener,
  route: Route,
  parent: ResourceReference,
): string | typeof BOUND | typeof PASSED_OVER {
  if (route.Kind === 'http-route' && !hasHostFor(route.Hostnames ?? [], Hostname || '*')) {
    return `failed to bind route to gateway ${parent.Name}: listener ${Name} is does not have any hostnames that match the route`;
  }
  const protocol = protocolOf(route);
  if (Protocol === protocol) return BOUND;
  if (parent.SectionName === '') return PASSED_OVER;
  return `failed to bind route ${route.Name} to gateway ${parent.Name}: listener ${Name} is not a ${protocol} listener`;
}

function hasHostFor(hostnames: readonly string[], ofListener: string): boolean {
  if (hostnames.length === 0) return true;
  const bare = ofListener.replace(/^\*?\.?/, '');
  return hostnames.some((name) => (ofListener.includes('*') ? name.endsWith(bare) : name === bare));
}

export interface BoundRoute {
  readonly route: Route;
  readonly listeners: readonly string[];
}

/** The routes that are bound to a gateway. */
export function boundRoutes(read: ViewRead, gateway: ApiGateway): readonly BoundRoute[] {
  const rows = ['http-route', 'tcp-route'].flatMap((kind) => {
    return read.by(configEntries, 'kind', rowKey(localTenancy, kind));
  });
  return rows.flatMap(({ value }) => {
    const route = value.entry as Route;
    const listeners = (route.Parents ?? [])
      .filter(({ Kind, Name }) => Kind === gateway.Kind && Name === gateway.Name)
      .flatMap((parent) => bindingOf(read, route, parent).listeners);
    return listeners.length === 0 ? [] : [{ route, listeners }];
  });
}
