// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import type { HeaderModifiers } from '../header-modifiers.ts';
import { resourceReference } from '../resource-reference.ts';
import type { HttpRoute, RouteFilters, RouteHeaders, RouteMatch, RouteRule } from './schema.ts';

type Written = DecodedEntry<'http-route'>;
type WrittenRule = NonNullable<Written['Rules']>[number];
type WrittenFilters = NonNullable<WrittenRule['Filters']>;
type WrittenMatch = NonNullable<WrittenRule['Matches']>[number];
type WrittenService = NonNullable<WrittenRule['Services']>[number];

/** Every field is shown, also those that say nothing. */
export function normalizeHttpRoute(written: Written): HttpRoute {
  const { Kind, Name = '', Parents, Rules, Hostnames = null, Meta } = written;
  return {
    Kind,
    Name,
    Parents: Parents?.map((parent) => resourceReference(parent, 'api-gateway')) ?? null,
    Rules: Rules?.map((rule) => ruleOf(rule)) ?? null,
    Hostnames,
    ...withoutEmpty({ Meta }),
  };
}

function ruleOf({ Filters = {}, ResponseFilters = {}, Matches, Services }: WrittenRule): RouteRule {
  return {
    Filters: filtersOf(Filters),
    ResponseFilters: { Headers: headersOf(ResponseFilters.Headers) },
    Matches: Matches?.map((match) => matchOf(match)) ?? null,
    Services: Services?.map((service) => serviceOf(service)) ?? null,
  };
}

function serviceOf({ Name = '', Weight = 0, Filters = {}, ResponseFilters = {} }: WrittenService) {
  return {
    Name,
    Weight: Weight <= 0 ? 1 : Weight,
    Filters: filtersOf(Filters),
    ResponseFilters: { Headers: headersOf(ResponseFilters.Headers) },
  };
}

function filtersOf(written: WrittenFilters): RouteFilters {
  const { Headers, URLRewrite, RetryFilter, TimeoutFilter, JWT } = written;
  return {
    Headers: headersOf(Headers),
    URLRewrite: URLRewrite === undefined ? null : { Path: '', ...URLRewrite },
    RetryFilter: RetryFilter === undefined ? null : { ...NO_RETRIES, ...RetryFilter },
    TimeoutFilter:
      TimeoutFilter === undefined ? null : { RequestTimeout: 0, IdleTimeout: 0, ...TimeoutFilter },
    JWT: JWT ?? null,
  };
}

const NO_RETRIES = {
  NumRetries: 0,
  RetryOn: null,
  RetryOnStatusCodes: null,
  RetryOnConnectFailure: false,
};

function headersOf(
  written: readonly HeaderModifiers[] | undefined,
): readonly RouteHeaders[] | null {
  return (
    written?.map(({ Add = null, Remove = null, Set = null }) => ({ Add, Remove, Set })) ?? null
  );
}

function matchOf({ Headers, Method = '', Path = {}, Query }: WrittenMatch): RouteMatch {
  const { Match = '', Value = '' } = Path;
  return {
    Headers: Headers?.map(valueMatchOf) ?? null,
    Method: Method.toUpperCase(),
    Path: Match === '' ? { Match: 'prefix', Value: '/' } : { Match, Value },
    Query: Query?.map(valueMatchOf) ?? null,
  };
}

function valueMatchOf({
  Match = '',
  Name = '',
  Value = '',
}: NonNullable<WrittenMatch['Headers']>[number]) {
  return { Match, Name, Value };
}
