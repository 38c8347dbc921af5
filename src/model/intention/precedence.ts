// SPDX-License-Identifier: Apache-2.0
import { ANY } from './caller.ts';

/** How specific an intention is; higher wins. Peer and partition don't count (dataplane §7.2). */
export function precedenceOf(destination: string, source: string): number {
  if (destination === ANY) return source === ANY ? 5 : 6;
  return source === ANY ? 8 : 9;
}

export interface Ranked {
  readonly destination: string;
  readonly source: string;
  /** '' for this cluster. */
  readonly peer: string;
}

/** The order in which intentions are asked: the first that fits the caller decides. */
export function byPrecedence(a: Ranked, b: Ranked): number {
  const rank = precedenceOf(b.destination, b.source) - precedenceOf(a.destination, a.source);
  return (
    rank ||
    compare(a.peer, b.peer) ||
    compare(a.source, b.source) ||
    compare(a.destination, b.destination)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
