// SPDX-License-Identifier: Apache-2.0
// Following one view: the latest value, as often as it changes; values in between are skipped.
import type { ViewNode } from './node.ts';
import type { Versioned } from './view.ts';

/**
 * The latest value of a view, as often as it changes; values in between are skipped, not queued. A value
 * that can't be computed is reported to the engine's `onError`, and the last one stands. Leaving a loop
 * over it ends it, as does disposing of it.
 */
export interface Watch<V> extends AsyncIterable<Versioned<V>>, Disposable {
  /** The value now; throws what computing it throws. */
  current(): Versioned<V>;
}

/** `attach` makes `notify` heard and gives what undoes it. */
export function watchNode<V>(
  node: ViewNode,
  attach: (notify: () => void) => () => void,
  current: () => Versioned<V>,
  signal: AbortSignal | undefined,
): Watch<V> {
  let news = Promise.withResolvers<void>();
  let isClosed = false;
  const notify = () => {
    const heard = news;
    news = Promise.withResolvers<void>();
    heard.resolve();
  };
  const detach = attach(notify);
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    signal?.removeEventListener('abort', close);
    detach();
    notify();
  };
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted) close();
  const values = async function* (): AsyncGenerator<Versioned<V>> {
    let seen = 0;
    try {
      while (!isClosed) {
        // Never computed here: a stale value has its turn within the engine's budget. The first one has
        // to be up to date, since who begins to watch may have written.
        const { promise } = news;
        if (node.version === seen || (seen === 0 && !node.isFresh)) {
          await promise;
        } else {
          seen = node.version;
          yield { value: node.value as V, revision: node.touched };
        }
      }
    } finally {
      close();
    }
  };
  return { current, [Symbol.dispose]: close, [Symbol.asyncIterator]: values };
}
