// SPDX-License-Identifier: Apache-2.0
import { isDomainName } from '../domain-name.ts';
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import { parentsError } from '../route-parents.ts';
import type { HttpRoute, RouteMatch } from './schema.ts';

const METHODS = 'GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE'.split(' ');
const PATH_MATCHES = ['exact', 'prefix', 'regex'];
const QUERY_MATCHES = ['present', 'exact', 'regex'];
const HEADER_MATCHES = ['present', 'exact', 'prefix', 'suffix', 'regex'];

export function validateHttpRoute(entry: HttpRoute): void {
  const problem = hostsError(entry.Hostnames ?? []) ?? parentsError(entry.Parents ?? []);
  if (problem !== undefined) throw refused(problem);
  refuseProblems(metaProblems(entry));
  for (const [i, { Matches }] of (entry.Rules ?? []).entries()) {
    for (const [j, match] of (Matches ?? []).entries()) {
      const wrong = matchError(match);
      if (wrong !== undefined) throw refused(`Rule[${i}], Match[${j}], ${wrong}`);
    }
  }
  if (entry.Name === '') throw refused('serviceName is required');
}

function hostsError(hosts: readonly string[]): string | undefined {
  for (const host of hosts) {
    const name = JSON.stringify(host);
    if (!isDomainName(host)) return `host ${name} must be a valid DNS hostname`;
    if (host.includes('*')) return `host ${name} must not be a wildcard`;
  }
  return undefined;
}

function matchError({ Method, Query, Headers, Path }: RouteMatch): string | undefined {
  if (Method !== '' && !METHODS.includes(Method)) {
    return `Method contains an invalid method ${JSON.stringify(Method)}`;
  }
  return (
    valuesError('Query', Query ?? [], QUERY_MATCHES) ??
    valuesError('Headers', Headers ?? [], HEADER_MATCHES) ??
    pathError(Path)
  );
}

function valuesError(
  where: string,
  matches: NonNullable<RouteMatch['Query']>,
  types: readonly string[],
): string | undefined {
  for (const [k, { Name, Match }] of matches.entries()) {
    if (Name === '') return `${where}[${k}], missing required Name field`;
    if (types.includes(Match)) continue;
    const listed = `${types.slice(0, -1).join(', ')}, or ${types.at(-1)}`;
    return `${where}[${k}], match type should be one of ${listed}`;
  }
  return undefined;
}

function pathError({ Match, Value }: RouteMatch['Path']): string | undefined {
  if (!PATH_MATCHES.includes(Match)) {
    return 'Path, match type should be one of exact, prefix, or regex';
  }
  if (Match === 'regex' || Value.startsWith('/')) return undefined;
  return `Path, ${Match} type match doesn't start with '/': ${JSON.stringify(Value)}`;
}
