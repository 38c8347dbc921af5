// SPDX-License-Identifier: Apache-2.0
// The newest changes, kept so that a follower can resume. In: published batches. Out: what came after a
// revision, now and from then on. Bounded in number and in bytes: who is too far behind is told so.
import { type Change, CompactedError, type Revision } from './log.ts';

/** How much is kept; the newest batch always is. */
export interface Kept {
  readonly changes: number;
  readonly bytes: number;
}

interface Batch {
  readonly changes: readonly Change[];
  readonly bytes: number;
}

export class RecentChanges {
  readonly #kept: Kept;
  readonly #batches: Batch[] = [];
  #changes = 0;
  #bytes = 0;
  /** Followers may resume from here on. */
  #floor: Revision;
  #news = Promise.withResolvers<void>();
  #end: { readonly failure: Error | undefined } | undefined;

  constructor(floor: Revision, kept: Kept) {
    this.#floor = floor;
    this.#kept = kept;
  }

  /** `bytes` is about what the changes hold in memory. */
  add(changes: readonly Change[], bytes: number): void {
    if (changes.length === 0) return;
    this.#batches.push({ changes, bytes });
    this.#changes += changes.length;
    this.#bytes += bytes;
    while (this.#changes > this.#kept.changes || this.#bytes > this.#kept.bytes) {
      if (this.#batches.length === 1) break;
      const dropped = this.#batches.shift();
      if (dropped === undefined) break;
      this.#changes -= dropped.changes.length;
      this.#bytes -= dropped.bytes;
      this.#floor = dropped.changes.at(-1)?.revision ?? this.#floor;
    }
    this.#tell();
  }

  /** Followers get what is left and then end, or get the failure. */
  end(failure?: Error): void {
    this.#end ??= { failure };
    this.#tell();
  }

  async *follow(from: Revision, signal: AbortSignal): AsyncGenerator<readonly Change[]> {
    // Everybody is woken, which is rare; a promise of its own for each follower's abort would pile up
    // reactions on the one that is never settled.
    const wake = () => this.#tell();
    signal.addEventListener('abort', wake, { once: true });
    try {
      let at = from;
      while (!signal.aborted) {
        if (at < this.#floor)
          throw new CompactedError(`changes after revision ${at} are no longer kept`);
        const changes = this.#after(at);
        if (changes.length > 0) {
          at = changes.at(-1)?.revision ?? at;
          yield changes;
        } else if (this.#end === undefined) {
          await this.#news.promise;
        } else {
          if (this.#end.failure !== undefined) throw this.#end.failure;
          return;
        }
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  /** The first batch that holds something newer; a follower is rarely more than one behind. */
  #after(revision: Revision): readonly Change[] {
    let i = this.#batches.length;
    while (i > 0 && (this.#batches[i - 1]?.changes.at(-1)?.revision ?? 0) > revision) i -= 1;
    const changes = this.#batches[i]?.changes ?? [];
    if ((changes[0]?.revision ?? 0) > revision) return changes;
    return changes.filter((change) => change.revision > revision);
  }

  #tell(): void {
    const news = this.#news;
    this.#news = Promise.withResolvers<void>();
    news.resolve();
  }
}
