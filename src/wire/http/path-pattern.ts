// SPDX-License-Identifier: Apache-2.0
// How an endpoint's path is written: '/v1/kv/:key', '/v1/config/:kind/:name', '/v1/query/:id/execute'.

export interface PathPattern {
  /** What comes before the first parameter; the whole path where there is none. */
  readonly start: string;
  readonly names: readonly string[];
  /** What must follow the parameters, without its slash. */
  readonly ending: string | undefined;
}

/** Throws an Error for a path that the router could not tell from others. */
export function parsePattern(path: string): PathPattern {
  const cut = path.indexOf(':');
  if (cut < 0) return { start: path, names: [], ending: undefined };
  const parts = path.slice(cut).split('/');
  const last = parts.at(-1) ?? '';
  const ending = last.startsWith(':') ? undefined : last;
  const names = ending === undefined ? parts : parts.slice(0, -1);
  if (ending === '' || names.some((name) => !name.startsWith(':'))) {
    throw new Error(`${path}: one word at its end is all that can follow a parameter`);
  }
  return { start: path.slice(0, cut), names: names.map((name) => name.slice(1)), ending };
}
