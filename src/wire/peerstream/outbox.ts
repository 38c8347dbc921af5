// SPDX-License-Identifier: Apache-2.0
// What is still to be sent on one stream, and what the peer has not confirmed yet. Holds the newest value
// of each resource and nothing older: a slow peer only ever holds up its own newest value. What was sent
// last is remembered for as long as the stream lives, so that equal content is not sent twice.

/** A resource as it is now. `bytes` is asked for when it is sent, not before. */
export interface Outgoing {
  readonly url: string;
  readonly id: string;
  readonly bytes: () => Uint8Array;
}

export interface Letter extends Omit<Outgoing, 'bytes'> {
  readonly nonce: string;
  readonly bytes: Uint8Array;
}

interface InFlight {
  readonly sizeBytes: number;
  readonly sinceMs: number;
}

export interface OutboxLimits {
  /** A resource larger than this is not sent. */
  readonly maxMessageBytes: number;
  /** Nothing is sent while so much is unconfirmed. */
  readonly maxUnconfirmedBytes: number;
}

// A Response around its resource: the type URL twice, the nonce, lengths.
const ENVELOPE_BYTES = 256;

export class Outbox {
  readonly #limits: OutboxLimits;
  readonly #waiting = new Map<string, { readonly outgoing: Outgoing; readonly sinceMs: number }>();
  readonly #inFlight = new Map<string, InFlight>();
  readonly #sent = new Map<string, Uint8Array>();
  #unconfirmedBytes = 0;
  #nonces = 0;

  constructor(limits: OutboxLimits) {
    this.#limits = limits;
  }

  /** This is the resource from now on; it takes the place of an older value that has not been sent. */
  put(outgoing: Outgoing, nowMs: number): void {
    const key = keyOf(outgoing);
    const sinceMs = this.#waiting.get(key)?.sinceMs ?? nowMs;
    this.#waiting.set(key, { outgoing, sinceMs });
  }

  /** The resource is no longer the peer's business; should it be again, it is sent whatever it was. */
  forget(resource: Pick<Outgoing, 'url' | 'id'>): void {
    this.#waiting.delete(keyOf(resource));
    this.#sent.delete(keyOf(resource));
  }

  /** The next message to send; undefined when there is none or too much is unconfirmed. `onTooLarge` is told of what can't be sent. */
  take(nowMs: number, onTooLarge: (id: string, sizeBytes: number) => void): Letter | undefined {
    for (const [key, { outgoing, sinceMs }] of this.#waiting) {
      if (this.#unconfirmedBytes >= this.#limits.maxUnconfirmedBytes) return undefined;
      this.#waiting.delete(key);
      const bytes = outgoing.bytes();
      if (isSame(this.#sent.get(key), bytes)) continue;
      this.#sent.set(key, bytes);
      const { url, id } = outgoing;
      const sizeBytes = bytes.length + id.length + ENVELOPE_BYTES;
      if (sizeBytes > this.#limits.maxMessageBytes) {
        onTooLarge(id, sizeBytes);
        continue;
      }
      this.#nonces += 1;
      const nonce = this.#nonces.toString(16).padStart(8, '0');
      this.#inFlight.set(nonce, { sizeBytes, sinceMs: Math.min(sinceMs, nowMs) });
      this.#unconfirmedBytes += sizeBytes;
      return { nonce, url, id, bytes };
    }
    return undefined;
  }

  /** The peer has taken a message in, or has refused it: either way it is done with. A refused value is not sent again. */
  confirm(nonce: string): void {
    const found = this.#inFlight.get(nonce);
    if (found === undefined) return;
    this.#inFlight.delete(nonce);
    this.#unconfirmedBytes -= found.sizeBytes;
  }

  /** Since when the oldest thing that the peer lacks is waiting; undefined when it has everything. */
  get unconfirmedSinceMs(): number | undefined {
    let oldest: number | undefined;
    for (const { sinceMs } of this.#inFlight.values())
      oldest = Math.min(oldest ?? sinceMs, sinceMs);
    for (const { sinceMs } of this.#waiting.values()) oldest = Math.min(oldest ?? sinceMs, sinceMs);
    return oldest;
  }
}

const keyOf = ({ url, id }: Pick<Outgoing, 'url' | 'id'>): string => `${url}\n${id}`;

function isSame(before: Uint8Array | undefined, now: Uint8Array): boolean {
  if (before === undefined) return false;
  return before === now || (before.length === now.length && Buffer.compare(before, now) === 0);
}
