// SPDX-License-Identifier: Apache-2.0
// What a view is: a question with a key, computed from tables and other views. Pure and synchronous.
import type { Revision } from '../../log/log.ts';
import type { Read } from '../../state/state.ts';

/** What `compute` reads with; whatever it reads becomes a dependency by being read. */
export interface ViewRead extends Read {
  /** The value of another view. */
  view<K, V>(view: View<K, V>, key: K): V;
}

export interface View<K, V> {
  /** The question, for metrics and errors: 'health/service'. */
  readonly name: string;
  /** Equal keys ask for the same value. */
  readonly key: (key: K) => string;
  readonly compute: (read: ViewRead, key: K) => V;
  /**
   * Whether there are as many of such keys as a stranger likes to make up: few of their values are kept when
   * nobody follows them, since each may be large. Default: no.
   */
  readonly isRare?: (key: K) => boolean;
  /** Default: structural equality. A value that is equal is not published again. */
  readonly equal?: (a: V, b: V) => boolean;
}

export function defineView<K, V>(view: View<K, V>): View<K, V> {
  return view;
}

/** A value and the revision at which it last changed: never 0, the X-Consul-Index of who reads it. */
export interface Versioned<V> {
  readonly value: V;
  readonly revision: Revision;
}
