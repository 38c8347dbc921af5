// SPDX-License-Identifier: Apache-2.0
// Which requests, as RBAC says it.
import type { PermissionSchema } from '../../../gen/envoy/config/rbac/v3/rbac_pb.ts';
import type { HeaderMatcherSchema } from '../../../gen/envoy/config/route/v3/route_components_pb.ts';
import type { StringMatcherSchema } from '../../../gen/envoy/type/matcher/v3/string_pb.ts';
import type {
  HeaderMatch,
  HttpPermission,
} from '../../../model/config-entries/service-intentions/schema.ts';
import type { Requests } from '../../../model/intention/access-policy.ts';
import type { Init } from './message.ts';

export type PermissionInit = Init<typeof PermissionSchema>;

export const anyRequest: PermissionInit = { rule: { case: 'any', value: true } };

export function requestsPermission({ http, except }: Requests): PermissionInit {
  const rules = [...matchesOf(http), ...except.map((earlier) => not(all(matchesOf(earlier))))];
  return all(rules);
}

function matchesOf(http: HttpPermission | null): PermissionInit[] {
  if (http === null) return [];
  const rules: PermissionInit[] = [];
  const path = pathOf(http);
  if (path !== undefined) {
    rules.push({ rule: { case: 'urlPath', value: { rule: { case: 'path', value: path } } } });
  }
  for (const header of http.Header ?? []) {
    rules.push({ rule: { case: 'header', value: headerOf(header) } });
  }
  if (http.Methods?.length) {
    const regex = http.Methods.map((method) => method.replaceAll(/\W/g, String.raw`\$&`)).join('|');
    const matcher = { matchPattern: { case: 'safeRegex', value: { regex } } } as const;
    rules.push({ rule: { case: 'header', value: headerMatcher(':method', matcher, false) } });
  }
  return rules;
}

type Text = Init<typeof StringMatcherSchema>;

function pathOf({ PathExact, PathPrefix, PathRegex }: HttpPermission): Text | undefined {
  if (PathExact) return { matchPattern: { case: 'exact', value: PathExact } };
  if (PathPrefix) return { matchPattern: { case: 'prefix', value: PathPrefix } };
  if (PathRegex) return { matchPattern: { case: 'safeRegex', value: { regex: PathRegex } } };
  return undefined;
}

function headerOf(match: HeaderMatch): Init<typeof HeaderMatcherSchema> {
  const isInverted = match.Invert === true;
  const text = headerTextOf(match);
  if (text !== undefined) return headerMatcher(match.Name, text, isInverted);
  return {
    name: match.Name,
    headerMatchSpecifier: { case: 'presentMatch', value: true },
    invertMatch: isInverted,
  };
}

function headerTextOf(match: HeaderMatch): Text | undefined {
  const { Exact, Prefix, Suffix, Contains, Regex } = match;
  const ignoreCase = match.IgnoreCase === true;
  if (Exact) return { matchPattern: { case: 'exact', value: Exact }, ignoreCase };
  if (Prefix) return { matchPattern: { case: 'prefix', value: Prefix }, ignoreCase };
  if (Suffix) return { matchPattern: { case: 'suffix', value: Suffix }, ignoreCase };
  if (Contains) return { matchPattern: { case: 'contains', value: Contains }, ignoreCase };
  if (Regex) return { matchPattern: { case: 'safeRegex', value: { regex: Regex } } };
  return undefined;
}

function headerMatcher(
  name: string,
  value: Text,
  invertMatch: boolean,
): Init<typeof HeaderMatcherSchema> {
  return { name, headerMatchSpecifier: { case: 'stringMatch', value }, invertMatch };
}

function not(rule: PermissionInit): PermissionInit {
  return { rule: { case: 'notRule', value: rule } };
}

function all(rules: PermissionInit[]): PermissionInit {
  const [only] = rules;
  if (only === undefined) return anyRequest;
  return rules.length === 1 ? only : { rule: { case: 'andRules', value: { rules } } };
}
