// SPDX-License-Identifier: Apache-2.0
// Where calls are shared out. In: the splitters of the services that a chain passes. Out: one node each, whose legs end
// at resolvers alone: a splitter behind a splitter is dissolved in it, weights multiplied, changes of headers joined.
import type { HeaderModifiers } from '../config-entries/header-modifiers.ts';
import type { ServiceSplit } from '../config-entries/service-splitter/schema.ts';
import { DEFAULT_NAME } from '../tenancy.ts';
import { type ChainSplit, nodeKey, type ResolverNode, type SplitterNode } from './compiled.ts';
import type { ChainEntries } from './entries.ts';
import { graphError } from './one-protocol.ts';
import type { Resolvers } from './resolvers.ts';

// Twenty splitters in a row can share out calls a million ways: nobody means that, and every proxy would be sent it.
const MAX_SPLITS = 10_000;

const { fround } = Math;
const HASH_BASED: readonly unknown[] = ['ring_hash', 'maglev'];

interface Leg {
  readonly split: ServiceSplit;
  readonly next: ResolverNode | Splitter;
}

/** A splitter as it is written: legs that go on to splitters are still there. */
interface Splitter {
  readonly Type: 'splitter';
  readonly Name: string;
  readonly legs: Leg[];
  node?: SplitterNode;
}

export class Splitters {
  readonly #entries: ChainEntries;
  readonly #resolvers: Resolvers;
  readonly #found = new Map<string, Splitter>();

  constructor(entries: ChainEntries, resolvers: Resolvers) {
    this.#entries = entries;
    this.#resolvers = resolvers;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** Where calls to a service go: to its splitter, or to its resolver if it has none. */
  of(service: string): ResolverNode | Splitter {
    return this.#splitter(service) ?? this.#resolvers.of(service);
  }

  #splitter(service: string): Splitter | undefined {
    const present = this.#found.get(service);
    if (present !== undefined) return present;
    const entry = this.#entries.splitter(service);
    if (entry === undefined) return undefined;
    const name = `${service}.${DEFAULT_NAME}.${DEFAULT_NAME}`;
    const splitter: Splitter = { Type: 'splitter', Name: name, legs: [] };
    // A circle ends here, and is found when all is there.
    this.#found.set(service, splitter);
    for (const split of entry.Splits ?? []) {
      const { Service = service, ServiceSubset = '' } = split;
      const further =
        Service === service || ServiceSubset !== '' ? undefined : this.#splitter(Service);
      splitter.legs.push({ split, next: further ?? this.#resolvers.of(Service, ServiceSubset) });
    }
    return splitter;
  }
}

/** The node for a splitter, without splitters behind it. Circles are to be refused before. */
export function flattened(splitter: Splitter): SplitterNode {
  if (splitter.node !== undefined) return splitter.node;
  const direct = splitter.legs.map(({ next }) => next).filter((next) => next.Type === 'resolver');
  const balancer = direct.find(({ LoadBalancer: one }) => HASH_BASED.includes(one?.Policy));
  const Splits: ChainSplit[] = [];
  for (const leg of splitter.legs) {
    Splits.push(...splitsOf(leg));
    if (Splits.length > MAX_SPLITS) {
      throw graphError(`splitter ${JSON.stringify(splitter.Name)} has too many splits behind it`);
    }
  }
  splitter.node = {
    Type: 'splitter',
    Name: splitter.Name,
    Splits,
    ...(balancer?.LoadBalancer === undefined ? {} : { LoadBalancer: balancer.LoadBalancer }),
  };
  return splitter.node;
}

function splitsOf({ split, next }: Leg): readonly ChainSplit[] {
  if (next.Type === 'resolver') return [splitTo(split, split.Weight ?? 0, nodeKey(next))];
  return flattened(next).Splits.map((inner) => {
    // Rounded as in single precision, so that halves go the way they do elsewhere.
    const product = fround(fround(split.Weight ?? 0) * fround(inner.Weight ?? 0));
    return splitTo(joined(split, inner.Definition), fround(product / 100), inner.NextNode);
  });
}

function splitTo(Definition: ServiceSplit, weight: number, NextNode: string): ChainSplit {
  const rounded = Math.round(fround(weight * 100)) / 100;
  return { Definition, ...(rounded === 0 ? {} : { Weight: rounded }), NextNode };
}

function joined(outer: ServiceSplit, inner: ServiceSplit): ServiceSplit {
  const RequestHeaders = joinedHeaders(outer.RequestHeaders, inner.RequestHeaders);
  // Answers pass the inner one first: the outer one has the last word.
  const ResponseHeaders = joinedHeaders(inner.ResponseHeaders, outer.ResponseHeaders);
  return {
    ...inner,
    ...(RequestHeaders === undefined ? {} : { RequestHeaders }),
    ...(ResponseHeaders === undefined ? {} : { ResponseHeaders }),
  };
}

/** The changes of two in a row: what the later one says counts. */
function joinedHeaders(first?: HeaderModifiers, later?: HeaderModifiers) {
  if (first === undefined || later === undefined) return later ?? first;
  const result: { Add?: object; Set?: object; Remove?: readonly string[] } = {};
  for (const name of ['Add', 'Set'] as const) {
    if (first[name] ?? later[name]) result[name] = { ...first[name], ...later[name] };
  }
  const removed = [...new Set([...(first.Remove ?? []), ...(later.Remove ?? [])])];
  if (removed.length > 0) result.Remove = removed;
  return result as HeaderModifiers;
}

/** Refuses splitters that lead back to themselves. The last leg is looked at first, as Consul does. */
export function refuseCircles(start: ResolverNode | Splitter, path: readonly string[] = []): void {
  const checked = new Set<Splitter>();
  const walk = (node: ResolverNode | Splitter, before: readonly string[]): void => {
    const key = nodeKey(node);
    if (before.includes(key)) {
      throw graphError(`detected circular reference: [${[...before, key].join(' -> ')}]`);
    }
    if (node.Type === 'resolver' || checked.has(node)) return;
    for (const { next } of node.legs.toReversed()) walk(next, [...before, key]);
    checked.add(node);
  };
  walk(start, path);
}

export type { Splitter };
