// SPDX-License-Identifier: Apache-2.0
import { checkKeyName } from '../../../model/kv/key-name.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { HttpRequest } from '../endpoint.ts';

/** The key that a path names, cleaned as Consul's router cleans it; Refusal for a name that it refuses. */
export function keyOf({ params }: HttpRequest): string {
  const key = cleaned(params['key'] ?? '');
  if (key !== '') checkKeyName(key);
  return key;
}

export function missingKey(): Refusal {
  return new Refusal('invalid-argument', 'Missing key name');
}

/** Refuses more than one of the parameters that exclude each other. */
export function refuseConflict({ query }: HttpRequest, ...names: readonly string[]): void {
  if (names.filter((name) => query.has(name)).length < 2) return;
  throw new Refusal('invalid-argument', `Conflicting flags: ${query.encode()}\n`);
}

// Go's path.Clean; a slash at the end stays.
function cleaned(path: string): string {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(path)) return path;
  if (path === '') return '';
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    const isUp = part === '..';
    if (isUp && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (part !== '' && part !== '.' && !(isUp && isRooted)) kept.push(part);
  }
  const clean = (isRooted ? '/' : '') + kept.join('/');
  const shown = clean === '' ? '.' : clean;
  return path.endsWith('/') && shown !== '/' ? `${shown}/` : shown;
}
