// SPDX-License-Identifier: Apache-2.0
// From what was built one by one to a resource set. In: attempts, some of which failed. Out: a set that is closed under
// reference, and a problem for each resource that is not in it. One bad resource never costs the others.
import type { Built } from '../resources/built.ts';
import type {
  Resource,
  ResourceProblem,
  ResourceRef,
  ResourceSet,
  ResourceType,
} from '../resource-set.ts';

export interface Attempt extends ResourceRef {
  readonly result: Built | Error;
}

export function attempt(type: ResourceType, name: string, build: () => Built): Attempt {
  try {
    const result = build();
    return { type, name: result.name, result };
  } catch (error) {
    return { type, name, result: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Those that are referred to come before those that refer. */
const IN_ORDER: readonly ResourceType[] = [
  'secrets',
  'endpoints',
  'clusters',
  'routes',
  'listeners',
];

/** `attempts` may name a resource twice: the first one counts, the second is a problem if it is another. */
export function assemble(attempts: readonly Attempt[]): ResourceSet {
  const set: Record<ResourceType, Map<string, Resource>> = {
    clusters: new Map(),
    endpoints: new Map(),
    listeners: new Map(),
    routes: new Map(),
    secrets: new Map(),
  };
  const problems: ResourceProblem[] = [];
  for (const type of IN_ORDER) {
    for (const one of attempts) {
      if (one.type !== type) continue;
      const message = objection(set, one);
      if (message !== undefined) problems.push({ resource: `${type}/${one.name}`, message });
      else if (!(one.result instanceof Error)) set[type].set(one.name, one.result);
    }
  }
  return { ...set, problems };
}

function objection(
  set: Readonly<Record<ResourceType, ReadonlyMap<string, Resource>>>,
  { type, name, result }: Attempt,
): string | undefined {
  if (result instanceof Error) return result.message;
  const same = set[type].get(name);
  if (same !== undefined && same.version !== result.version)
    return 'two of this name are asked for';
  const missing = result.needs.find((ref) => !set[ref.type].has(ref.name));
  return missing && `needs ${missing.type}/${missing.name}, which is missing`;
}
