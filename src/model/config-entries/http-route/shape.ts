// SPDX-License-Identifier: Apache-2.0
import { any, bool, int, list, map, nanoseconds, object, string } from '../../shape/shape.ts';
import { headerModifiersShape } from '../header-modifiers.ts';
import { jwtRequirementShape } from '../jwt-requirement.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';
import { resourceReferenceShape } from '../resource-reference.ts';

const filtersShape = object('HTTPFilters', {
  Headers: list(headerModifiersShape),
  URLRewrite: object('URLRewrite', { Path: string }),
  RetryFilter: object('RetryFilter', {
    NumRetries: int,
    RetryOn: list(string),
    RetryOnStatusCodes: list(int),
    RetryOnConnectFailure: bool,
  }),
  TimeoutFilter: object('TimeoutFilter', {
    RequestTimeout: nanoseconds,
    IdleTimeout: nanoseconds,
  }),
  JWT: jwtRequirementShape,
});

const responseFiltersShape = object('HTTPResponseFilters', {
  Headers: list(headerModifiersShape),
});

const matchShape = object('HTTPMatch', {
  Headers: list(object('HTTPHeaderMatch', { Match: string, Name: string, Value: string })),
  Method: string,
  Path: object('HTTPPathMatch', { Match: string, Value: string }),
  Query: list(object('HTTPQueryMatch', { Match: string, Name: string, Value: string })),
});

const serviceShape = object('HTTPService', {
  Name: string,
  Weight: int,
  Filters: filtersShape,
  ResponseFilters: responseFiltersShape,
  Namespace: string,
  Partition: string,
});

export const httpRouteShape = object('HTTPRouteConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Parents: list(resourceReferenceShape),
  Rules: list(
    object('HTTPRouteRule', {
      Filters: filtersShape,
      ResponseFilters: responseFiltersShape,
      Matches: list(matchShape),
      Services: list(serviceShape),
    }),
  ),
  Hostnames: list(string),
  // Shown, and passed over when it is sent back: it follows from other entries.
  Status: any,
  Meta: map(string),
});
