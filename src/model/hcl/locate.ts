// SPDX-License-Identifier: Apache-2.0
import type { Item, Value } from './parser.ts';

/** One step down: the offset to show for it, and what lies below. */
interface Step {
  readonly offset: number;
  readonly below: Below;
}
type Below =
  | { readonly items: readonly Item[]; readonly skipKeys: number }
  | { readonly value: Value };

/**
 * The offset of the deepest key of `path` that exists. A path follows the decoded document, but may leave
 * out the index of a list that has one entry, since readers of blocks do.
 */
export function locateItem(
  items: readonly Item[],
  path: readonly (string | number)[],
): number | undefined {
  let offset: number | undefined;
  let candidates: readonly Step[] = items.map((item) => ({
    offset: item.keys[0]?.offset ?? 0,
    below: { items: [item], skipKeys: 0 },
  }));
  for (const part of path) {
    const chosen: readonly Step[] =
      typeof part === 'number' ? candidates.slice(part, part + 1) : stepsOfKey(candidates, part);
    const first = chosen[0];
    if (first === undefined) return offset;
    offset = first.offset;
    candidates = typeof part === 'number' ? chosen : chosen.flatMap(entries);
  }
  return offset;
}

/** Every value that a key has among the candidates, in order. */
function stepsOfKey(candidates: readonly Step[], name: string): Step[] {
  return candidates.flatMap(({ below }) => {
    if ('value' in below) {
      return below.value.type === 'object' ? matching(below.value.items, 0, name) : [];
    }
    return matching(below.items, below.skipKeys, name);
  });
}

function matching(items: readonly Item[], skipKeys: number, name: string): Step[] {
  return items.flatMap((item) => {
    const key = item.keys[skipKeys];
    if (key?.name !== name) return [];
    const isLast = skipKeys + 1 === item.keys.length;
    const below: Below = isLast ? { value: item.value } : { items: [item], skipKeys: skipKeys + 1 };
    return [{ offset: key.offset, below }];
  });
}

/** The list entries that a key's value decodes to. */
function entries(step: Step): readonly Step[] {
  if (!('value' in step.below) || step.below.value.type !== 'list') return [step];
  return step.below.value.values.map((value) => ({ offset: value.offset, below: { value } }));
}
