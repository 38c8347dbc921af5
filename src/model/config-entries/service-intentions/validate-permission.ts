// SPDX-License-Identifier: Apache-2.0
import type { HeaderMatch, HttpPermission, IntentionPermission } from './schema.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];

/** What is wrong with a permission: what follows 'Sources[i].Permissions[j]' in the text. */
export function permissionError({ Action, HTTP }: IntentionPermission): string | undefined {
  if (Action !== 'allow' && Action !== 'deny') return ".Action must be set to 'allow' or 'deny'";
  if (!HTTP) return '.HTTP is required';
  const problem =
    pathError(HTTP) ?? headersError(HTTP.Header ?? []) ?? methodsError(HTTP.Methods ?? []);
  if (problem !== undefined) return `.HTTP${problem}`;
  return Object.keys(HTTP).length === 0 ? '.HTTP should not be empty' : undefined;
}

function pathError({ PathExact, PathPrefix, PathRegex }: HttpPermission): string | undefined {
  for (const [name, path] of Object.entries({ PathExact, PathPrefix })) {
    if (path !== undefined && !path.startsWith('/')) {
      return `.${name} doesn't start with '/': ${JSON.stringify(path)}`;
    }
  }
  const given = [PathExact, PathPrefix, PathRegex].filter((path) => path !== undefined);
  if (given.length <= 1) return undefined;
  return ' should only contain at most one of PathExact, PathPrefix, or PathRegex';
}

function headersError(headers: readonly HeaderMatch[]): string | undefined {
  for (const [k, { Name, IgnoreCase, Invert: _, ...matches }] of headers.entries()) {
    if (Name === '') return `.Header[${k}] missing required Name field`;
    if (Object.keys(matches).length !== 1) {
      return `.Header[${k}] should only contain one of Present, Exact, Prefix, Suffix, Contains, or Regex`;
    }
    if (IgnoreCase === true && (matches.Present === true || matches.Regex !== undefined)) {
      return `.Header[${k}] should set one of Exact, Prefix, Suffix, or Contains when using IgnoreCase`;
    }
  }
  return undefined;
}

function methodsError(methods: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const method of methods) {
    const name = JSON.stringify(method);
    if (!METHODS.includes(method)) return `.Methods contains an invalid method ${name}`;
    if (seen.has(method)) return `.Methods contains ${name} more than once`;
    seen.add(method);
  }
  return undefined;
}
