// SPDX-License-Identifier: Apache-2.0
// What is known of a stream, written down for everybody to read: at once when something turned, else at
// most once a second, one write at a time. A value in between is skipped, not queued.
import type { PeerStreamRow } from '../../model/peering/peering.ts';

const REFRESH_MS = 1_000;

/** What is counted only when it is written down comes from the writer. */
export type StreamFacts = Omit<PeerStreamRow, 'peeringId' | 'holder' | 'unconfirmedSinceMs'>;

/** What a stream starts with: it is down, and lists, times and the last error are its predecessor's. */
export function firstFacts(before: PeerStreamRow | undefined, nowMs: number): StreamFacts {
  if (before === undefined) {
    return { phase: 'down', sinceMs: nowMs, exportedServices: [], importedServices: [] };
  }
  const { peeringId: _id, holder: _holder, unconfirmedSinceMs: _lag, ...facts } = before;
  return { ...facts, phase: 'down', sinceMs: facts.phase === 'down' ? facts.sinceMs : nowMs };
}

export class StreamRecord {
  readonly #write: (facts: StreamFacts) => Promise<unknown>;
  readonly #onError: (error: unknown) => void;
  #facts: StreamFacts;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isWanted = false;
  #isClosed = false;

  constructor(
    facts: StreamFacts,
    write: (facts: StreamFacts) => Promise<unknown>,
    onError: (error: unknown) => void,
  ) {
    this.#facts = facts;
    this.#write = write;
    this.#onError = onError;
  }

  get facts(): StreamFacts {
    return this.#facts;
  }

  /** The stream is up: what went wrong before is over. */
  begin(nowMs: number): void {
    const { lastError: _, ...facts } = this.#facts;
    this.#facts = { ...facts, phase: 'connected', sinceMs: nowMs };
    this.#flush();
  }

  /** Something turned: written as soon as what is being written is done. */
  turn(change: Partial<StreamFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    this.#flush();
  }

  /** Something went on: written within a second. */
  note(change: Partial<StreamFacts> = {}): void {
    this.#facts = { ...this.#facts, ...change };
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => this.#flush(), REFRESH_MS).unref();
  }

  /** Writes nothing more: the record is somebody else's from now on. */
  close(): void {
    clearTimeout(this.#timer);
    this.#isClosed = true;
  }

  /** Resolves when everything that was noted is written. */
  async settled(): Promise<void> {
    if (this.#timer !== undefined) this.#flush();
    while (this.#writing !== undefined) await this.#writing;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isClosed) return;
    this.#isWanted = true;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  async #writeAll(): Promise<void> {
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      try {
        await this.#write(this.#facts);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
