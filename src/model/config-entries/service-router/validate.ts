// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { HttpMatch, ServiceRoute, ServiceRouter } from './schema.ts';

const METHODS = 'GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE'.split(' ');
const RETRY_CONDITIONS = [
  '5xx',
  'gateway-error',
  'reset',
  'connect-failure',
  'envoy-ratelimited',
  'retriable-4xx',
  'refused-stream',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

export function validateServiceRouter(entry: ServiceRouter): void {
  if (entry.Name === '') throw refused('Name is required');
  refuseProblems(metaProblems(entry));
  for (const [i, route] of (entry.Routes ?? []).entries()) {
    const problem = matchError(route.Match?.HTTP ?? {}) ?? destinationError(route);
    if (problem !== undefined) throw refused(`Route[${i}] ${problem}`);
  }
}

function matchError(match: HttpMatch): string | undefined {
  return (
    pathError(match) ?? headerError(match) ?? queryError(match) ?? methodsError(match.Methods ?? [])
  );
}

function pathError(match: HttpMatch): string | undefined {
  for (const name of ['PathExact', 'PathPrefix'] as const) {
    const path = match[name] ?? '/';
    if (!path.startsWith('/')) return `${name} doesn't start with '/': ${JSON.stringify(path)}`;
  }
  const { PathExact, PathPrefix, PathRegex } = match;
  if (count(PathExact, PathPrefix, PathRegex) < 2) return undefined;
  return 'should only contain at most one of PathExact, PathPrefix, or PathRegex';
}

function headerError({ Header = [] }: HttpMatch): string | undefined {
  for (const [j, { Name, Present, Exact, Prefix, Suffix, Regex }] of Header.entries()) {
    if (Name === undefined) return `Header[${j}] missing required Name field`;
    if (count(Present, Exact, Prefix, Suffix, Regex) === 1) continue;
    return `Header[${j}] should only contain one of Present, Exact, Prefix, Suffix, or Regex`;
  }
  return undefined;
}

function queryError({ QueryParam = [] }: HttpMatch): string | undefined {
  for (const [j, { Name, Present, Exact, Regex }] of QueryParam.entries()) {
    if (Name === undefined) return `QueryParam[${j}] missing required Name field`;
    if (count(Present, Exact, Regex) === 1) continue;
    return `QueryParam[${j}] should only contain one of Present, Exact, or Regex`;
  }
  return undefined;
}

function methodsError(methods: readonly string[]): string | undefined {
  for (const [i, method] of methods.entries()) {
    const name = JSON.stringify(method);
    if (!METHODS.includes(method)) return `Methods contains an invalid method ${name}`;
    if (methods.indexOf(method) < i) return `Methods contains ${name} more than once`;
  }
  return undefined;
}

function destinationError({ Match, Destination = {} }: ServiceRoute): string | undefined {
  const { PathExact, PathPrefix } = Match?.HTTP ?? {};
  if (Destination.PrefixRewrite !== undefined && count(PathExact, PathPrefix) === 0) {
    return 'cannot make use of PrefixRewrite without configuring either PathExact or PathPrefix';
  }
  const wrong = Destination.RetryOn?.find((condition) => !RETRY_CONDITIONS.includes(condition));
  return wrong === undefined
    ? undefined
    : `contains an invalid retry condition: ${JSON.stringify(wrong)}`;
}

function count(...fields: readonly unknown[]): number {
  return fields.filter((field) => field !== undefined).length;
}
