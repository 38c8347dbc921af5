// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import { durationText } from '../durations.ts';
import { nothingOf, withoutEmpty } from '../empty.ts';
import type {
  RouteDestination,
  ServiceRoute,
  ServiceRouter,
  WrittenDestination,
  WrittenRoute,
} from './schema.ts';
import { serviceRouterShape } from './shape.ts';

export function normalizeServiceRouter(written: DecodedEntry<'service-router'>): ServiceRouter {
  const { Routes, ...rest } = compact(serviceRouterShape, written);
  return {
    Name: '',
    ...rest,
    Routes: Routes?.map((route) => routeOf(route)) ?? nothingOf(written.Routes),
  };
}

function routeOf({ Match, Destination }: WrittenRoute): ServiceRoute {
  return {
    ...(Match === undefined ? {} : { Match: matchOf(Match) }),
    ...(Destination === undefined ? {} : { Destination: destinationOf(Destination) }),
  };
}

function matchOf({ HTTP }: NonNullable<WrittenRoute['Match']>) {
  if (HTTP?.Methods === undefined) return HTTP === undefined ? {} : { HTTP };
  return { HTTP: { ...HTTP, Methods: HTTP.Methods.map((method) => method.toUpperCase()) } };
}

function destinationOf(written: WrittenDestination): RouteDestination {
  const { RequestTimeout, IdleTimeout, ...rest } = written;
  const times = {
    RequestTimeout: durationText(RequestTimeout),
    IdleTimeout: durationText(IdleTimeout),
  };
  return { ...withoutEmpty(times), ...rest };
}
