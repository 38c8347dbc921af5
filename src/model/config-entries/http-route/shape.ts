// SPDX-License-Identifier: Apache-2.0
import {
  any,
  bool,
  int,
  list,
  map,
  named,
  nanoseconds,
  object,
  string,
  uint32,
  unaliased,
} from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { headerModifiersShape } from '../header-modifiers.ts';
import { noJwtRequirementShape } from '../jwt-requirement.ts';
import { resourceReferenceShape } from '../resource-reference.ts';

const filtersShape = unaliased(
  object('HTTPFilters', {
    Headers: list(headerModifiersShape),
    URLRewrite: object('URLRewrite', { Path: string }),
    RetryFilter: unaliased(
      object('RetryFilter', {
        NumRetries: uint32,
        RetryOn: list(string),
        RetryOnStatusCodes: list(uint32),
        RetryOnConnectFailure: bool,
      }),
    ),
    TimeoutFilter: unaliased(
      object('TimeoutFilter', {
        RequestTimeout: nanoseconds,
        IdleTimeout: nanoseconds,
      }),
    ),
    JWT: noJwtRequirementShape,
  }),
);

const responseFiltersShape = object('HTTPResponseFilters', {
  Headers: list(headerModifiersShape),
});

const matchShape = object('HTTPMatch', {
  Headers: list(
    object('HTTPHeaderMatch', {
      Match: named(string, 'structs.HTTPHeaderMatchType'),
      Name: string,
      Value: string,
    }),
  ),
  Method: named(string, 'structs.HTTPMatchMethod'),
  Path: object('HTTPPathMatch', {
    Match: named(string, 'structs.HTTPPathMatchType'),
    Value: string,
  }),
  Query: list(
    object('HTTPQueryMatch', {
      Match: named(string, 'structs.HTTPQueryMatchType'),
      Name: string,
      Value: string,
    }),
  ),
});

const serviceShape = unaliased(
  object('HTTPService', {
    Name: string,
    Weight: int,
    Filters: filtersShape,
    ResponseFilters: responseFiltersShape,
  }),
);

export const httpRouteShape = entryShape('HTTPRouteConfigEntry', {
  Kind: string,
  Name: string,
  Parents: list(resourceReferenceShape),
  Rules: list(
    unaliased(
      object('HTTPRouteRule', {
        Filters: filtersShape,
        ResponseFilters: responseFiltersShape,
        Matches: list(matchShape),
        Services: list(serviceShape),
      }),
    ),
  ),
  Hostnames: list(string),
  // Shown, and passed over when it is sent back: it follows from other entries.
  Status: any,
  Meta: map(string),
});
