// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';
import type { ValueOf } from '../../shape/shape.ts';
import type { serviceRouterShape } from './shape.ts';

export type WrittenRoute = NonNullable<ValueOf<typeof serviceRouterShape>['Routes']>[number];
export type WrittenDestination = NonNullable<WrittenRoute['Destination']>;

export type HttpMatch = NonNullable<NonNullable<WrittenRoute['Match']>['HTTP']>;

/** Times are Go's texts: '5s'. */
export type RouteDestination = Omit<WrittenDestination, 'RequestTimeout' | 'IdleTimeout'> & {
  readonly RequestTimeout?: string;
  readonly IdleTimeout?: string;
};

export interface ServiceRoute {
  readonly Match?: { readonly HTTP?: HttpMatch };
  readonly Destination?: RouteDestination;
}

/** Where the HTTP calls of a service go, by what they ask for; the first route that fits counts. */
export interface ServiceRouter extends ConfigEntry {
  readonly Kind: 'service-router';
  readonly Routes: readonly ServiceRoute[] | null;
}
