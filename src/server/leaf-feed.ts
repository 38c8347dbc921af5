// SPDX-License-Identifier: Apache-2.0
// Leaves with an index, so that whoever holds one can wait for the next. In: leaves as they are issued and
// renewed. Out: the current one, at once or when it is another than the one that is known.
import { type IssuedCert, issuedCertOf, type Leaf } from '../model/ca/leaf.ts';
import { formatSpiffeId } from '../model/ca/spiffe.ts';

export interface LeafFeedOptions {
  /** The leaf of a service, issued if need be. */
  readonly leafFor: (service: string) => Promise<Leaf>;
  /** The revision that the log has reached: indexes are never below what a client may have seen before. */
  readonly revision: () => number;
}

interface Known {
  readonly serial: bigint;
  readonly index: number;
}

export class LeafFeed {
  readonly #options: LeafFeedOptions;
  readonly #known = new Map<string, Known>();
  #news = Promise.withResolvers<void>();

  constructor(options: LeafFeedOptions) {
    this.#options = options;
  }

  /** A leaf was issued or renewed. */
  noted(leaf: Leaf): void {
    const uri = formatSpiffeId(leaf.id);
    const known = this.#known.get(uri);
    // Serial numbers only grow: what is not above is old news.
    if (known !== undefined && known.serial >= leaf.serial) return;
    const index = Math.max(this.#options.revision(), (known?.index ?? 0) + 1);
    this.#known.set(uri, { serial: leaf.serial, index });
    const news = this.#news;
    this.#news = Promise.withResolvers();
    news.resolve();
  }

  /** A leaf is no longer held; the next one counts on from the log's revision. */
  dropped(uri: string): void {
    this.#known.delete(uri);
  }

  /** The leaf of a service; waits, at most for so long, while its index is still `wait.index`. */
  async leafOf(
    service: string,
    wait: { readonly index: number; readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<IssuedCert> {
    const untilMs = performance.now() + wait.waitMs;
    for (;;) {
      const { promise: news } = this.#news;
      const leaf = await this.#options.leafFor(service);
      this.noted(leaf);
      const known = this.#known.get(formatSpiffeId(leaf.id));
      // Renewed while we waited for it.
      if (known !== undefined && known.serial > leaf.serial) continue;
      const index = known?.index ?? this.#options.revision();
      const leftMs = untilMs - performance.now();
      const isAwaited = wait.index !== 0 && index <= wait.index;
      if (!isAwaited || leftMs <= 0 || wait.signal.aborted) {
        return issuedCertOf(leaf, { createIndex: index, modifyIndex: index });
      }
      await oneOf(news, leftMs, wait.signal);
    }
  }
}

async function oneOf(news: Promise<void>, leftMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, leftMs);
  const abort = (): void => resolve();
  signal.addEventListener('abort', abort, { once: true });
  await Promise.race([news, promise]);
  clearTimeout(timer);
  signal.removeEventListener('abort', abort);
}
