// SPDX-License-Identifier: Apache-2.0
// The routes and certificates that each listener of an API gateway has: the kind bound-api-gateway, which Consul
// stores and which follows from the others here. Its revision is that of its last change that was recorded.
import type { ApiGateway } from '../../../model/config-entries/api-gateway/schema.ts';
import type { ResourceReference } from '../../../model/config-entries/resource-reference.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import type { ConfigEntryRow } from '../../../model/config-entries/entry.ts';
import { entryStatusKey } from '../../../model/config-entries/status.ts';
import type { Row } from '../../../state/table.ts';
import { entryStatus } from '../../../state/tables/entry-status.ts';
import type { ViewRead } from '../../engine/view.ts';
import { indexed, type Indexed } from '../../health/instances.ts';
import { missingCertificates, type Route, servicesOf } from './acceptance.ts';
import { boundRoutes } from './binding.ts';

export const BOUND_KIND = 'bound-api-gateway';

export interface Bound {
  readonly Listeners: readonly {
    readonly Name: string;
    readonly Routes: readonly ResourceReference[] | null;
    readonly Certificates: readonly ResourceReference[] | null;
  }[];
  /** The routes that lead to each service. */
  readonly Services: Readonly<Record<string, readonly ResourceReference[]>> | null;
}

export interface BoundApiGateway extends Bound, Indexed {
  readonly Kind: typeof BOUND_KIND;
  readonly Name: string;
}

/** `row` is the gateway's own entry. */
export function boundGatewayOf(read: ViewRead, row: Row<ConfigEntryRow>): BoundApiGateway {
  const gateway = row.value.entry as ApiGateway;
  const recorded = read.get(entryStatus, entryStatusKey(localTenancy, BOUND_KIND, gateway.Name));
  const indexes = indexed(recorded ?? row);
  return { Kind: BOUND_KIND, Name: gateway.Name, ...boundOf(read, gateway), ...indexes };
}

export function boundOf(read: ViewRead, gateway: ApiGateway): Bound {
  const routes = boundRoutes(read, gateway);
  const services: Record<string, ResourceReference[]> = {};
  for (const { route } of routes) {
    for (const name of new Set(servicesOf(route))) (services[name] ??= []).push(referenceTo(route));
  }
  return {
    Listeners: (gateway.Listeners ?? []).map((listener) => {
      const own = routes.filter(({ listeners }) => listeners.includes(listener.Name));
      const missing = missingCertificates(read, listener);
      const found = (listener.TLS.Certificates ?? []).filter((one) => !missing.includes(one));
      return {
        Name: listener.Name,
        Routes: own.length === 0 ? null : own.map(({ route }) => referenceTo(route)),
        Certificates: found.length === 0 ? null : found,
      };
    }),
    Services: routes.length === 0 ? null : services,
  };
}

function referenceTo({ Kind, Name }: Route): ResourceReference {
  return { Kind, Name, SectionName: '' };
}
