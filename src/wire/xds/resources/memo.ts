// SPDX-License-Identifier: Apache-2.0

/**
 * What was built from the same objects before: found by identity, kept as long as all of them live. `text` tells apart
 * what else it depends on; it must be a small set for the same objects.
 */
export class Memo<V> {
  readonly #root = new WeakMap<object, Level<V>>();

  get(from: readonly [object, ...object[]], text: string, build: () => V): V {
    let level: Level<V> | undefined;
    for (const part of from) {
      const map: WeakMap<object, Level<V>> = level === undefined ? this.#root : level.below;
      level = map.get(part);
      if (level === undefined) {
        level = { below: new WeakMap(), values: new Map() };
        map.set(part, level);
      }
    }
    const values = level?.values ?? new Map<string, V>();
    let value = values.get(text);
    if (value === undefined) {
      value = build();
      values.set(text, value);
    }
    return value;
  }
}

interface Level<V> {
  readonly below: WeakMap<object, Level<V>>;
  readonly values: Map<string, V>;
}
