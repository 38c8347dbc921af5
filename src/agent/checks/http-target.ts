// SPDX-License-Identifier: Apache-2.0
import { goQuote } from '../../model/go-quote.ts';
import { addressError } from './network-error.ts';

/** Why there can be no such request. */
export function requestError(method: string, target: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Z-]+$/i.test(method)) {
    return `net/http: invalid method ${goQuote(method)}`;
  }
  const problem = syntaxError(target);
  if (problem !== undefined) return `parse ${goQuote(target)}: ${problem}`;
  const where = `${named(method)} "${target}"`;
  const [, scheme = '', authority = ''] =
    /^(?:([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?)?/i.exec(target) ?? [];
  if (!/^https?$/i.test(scheme)) return `${where}: unsupported protocol scheme "${scheme}"`;
  if (authority === '') return `${where}: http: no Host in request URL`;
  if (URL.canParse(target)) return undefined;
  return `${where}: ${addressError('tcp', authority)}`;
}

// An address without a scheme is the commonest mistake.
function syntaxError(target: string): string | undefined {
  const [beforeQuery = ''] = target.split(/[?#]/, 1);
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(target);
  const [segment = ''] = beforeQuery.split('/', 1);
  if (!hasScheme && segment.includes(':')) {
    return 'first path segment in URL cannot contain colon';
  }
  const escape = /%(?![0-9a-f]{2}).{0,2}/i.exec(beforeQuery)?.[0];
  return escape === undefined ? undefined : `invalid URL escape ${goQuote(escape)}`;
}

export const named = (method: string): string => method.slice(0, 1) + method.slice(1).toLowerCase();
