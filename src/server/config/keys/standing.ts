// SPDX-License-Identifier: Apache-2.0
// What becomes of a configuration key. Every key that Consul knows is listed, with one of three standings:
// used; noted, which is accepted and without effect here; refused, which would promise what does not exist
// here, so that the agent does not start with it.
import { object } from '../../../model/shape/shape.ts';
import type { AnyShape, ObjectShape, Shape } from '../../../model/shape/shape.ts';

export interface Key<T> {
  readonly shape: Shape<T>;
  readonly standing: Standing;
}

type Standing =
  | { readonly is: 'used' }
  | { readonly is: 'noted'; readonly because: 'no-meaning' | 'enterprise' }
  /** A value that promises nothing is only noted. */
  | {
      readonly is: 'refused';
      readonly promises: (value: unknown) => boolean;
      readonly why: string;
    };

/** Keys of an object whose keys have standings of their own. */
export interface Section<K extends Keys> {
  readonly section: K;
}

export type Keys = { readonly [name: string]: Key<unknown> | Section<Keys> };

/** What a document with these keys holds: only what was set. */
export type RawOf<K> = {
  readonly [N in keyof K]?: K[N] extends Section<infer Inner>
    ? RawOf<Inner>
    : K[N] extends { readonly shape: Shape<infer T> }
      ? T
      : never;
};

export function used<T>(shape: Shape<T>): Key<T> {
  return { shape, standing: { is: 'used' } };
}

export function noted<T>(shape: Shape<T>): Key<T> {
  return { shape, standing: { is: 'noted', because: 'no-meaning' } };
}

/** A key that Consul's own community edition only warns of. */
export function enterprise<T>(shape: Shape<T>): Key<T> {
  return { shape, standing: { is: 'noted', because: 'enterprise' } };
}

/** `why` completes "<key> is refused: …". */
export function refused<T>(
  shape: Shape<T>,
  why: string,
  promises: (value: T) => boolean = isSet,
): Key<T> {
  return {
    shape,
    standing: { is: 'refused', promises: promises as (value: unknown) => boolean, why },
  };
}

export function section<const K extends Keys>(keys: K): Section<K> {
  return { section: keys };
}

/** Anything but false, nothing, and what is empty. */
function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== false && value !== '' && value !== 0;
}

/** The shape of a document with these keys. */
export function shapeOf(keys: Keys): ObjectShape {
  const fields: Record<string, AnyShape> = {};
  for (const [name, key] of Object.entries(keys)) {
    fields[name] = 'section' in key ? shapeOf(key.section) : key.shape;
  }
  return object('Config', fields);
}

/** A key of a document: its dotted name, as Consul's texts have it, and its value. */
export interface Leaf {
  readonly name: string;
  readonly path: readonly string[];
  readonly key: Key<unknown>;
  readonly value: unknown;
}

/** The keys that a document sets, in the order of the list of keys. */
export function leavesOf(
  keys: Keys,
  raw: Readonly<Record<string, unknown>>,
  outer: readonly string[] = [],
): readonly Leaf[] {
  return Object.entries(keys).flatMap(([name, key]): readonly Leaf[] => {
    const value = raw[name];
    const path = [...outer, name];
    if (value === undefined) return [];
    if ('section' in key) return leavesOf(key.section, value as Record<string, unknown>, path);
    return [{ name: path.join('.'), path, key, value }];
  });
}
