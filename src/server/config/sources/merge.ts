// SPDX-License-Identifier: Apache-2.0
import { AGENT_KEYS } from '../keys/keys.ts';
import type { RawConfig } from '../keys/keys.ts';
import type { Source } from './parse.ts';
import { leavesOf } from '../keys/standing.ts';
import type { Leaf } from '../keys/standing.ts';

/** What all sources set together, and which of them had the last word on each key. */
export interface Merged {
  readonly raw: RawConfig;
  /** Dotted key → where it was set. Has the keys that a user set, and no others. */
  readonly origins: ReadonlyMap<string, string>;
}

type Draft = { [key: string]: unknown };

/**
 * Lays sources over each other: lists are joined, maps are laid over each other, of anything else the last
 * value counts. `base` has no origins: nobody is told of its keys.
 */
export function mergeSources(base: RawConfig, sources: readonly Source[]): Merged {
  const raw: Draft = {};
  const origins = new Map<string, string>();
  for (const leaf of leavesOf(AGENT_KEYS, base)) setLeaf(raw, leaf);
  for (const source of sources) {
    for (const leaf of leavesOf(AGENT_KEYS, withLists(source.raw))) {
      setLeaf(raw, leaf);
      origins.set(leaf.name, source.origin(leaf.path));
    }
  }
  return { raw: raw as RawConfig, origins };
}

/** A single `service` or `check` joins the list, else one of a later file would replace it. */
function withLists({ service, check, ...raw }: RawConfig): RawConfig {
  return {
    ...raw,
    ...(service === undefined ? {} : { services: [...(raw.services ?? []), service] }),
    ...(check === undefined ? {} : { checks: [...(raw.checks ?? []), check] }),
  };
}

function setLeaf(raw: Draft, { path, key, value }: Leaf): void {
  let section = raw;
  for (const name of path.slice(0, -1)) section = (section[name] ??= {}) as Draft;
  const name = path.at(-1) ?? '';
  const before = section[name];
  if (before === undefined) {
    section[name] = value;
  } else if (key.shape.kind === 'list') {
    section[name] = [...(before as unknown[]), ...(value as unknown[])];
  } else if (key.shape.kind === 'map' || key.shape.kind === 'object') {
    section[name] = { ...before, ...(value as object) };
  } else {
    section[name] = value;
  }
}
