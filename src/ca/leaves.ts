// SPDX-License-Identifier: Apache-2.0
// The leaves of the identities that this server speaks for. Identities come in; leaves go out, to whoever asks and, each
// time one changes, to `onChange`, from where the proxies' views learn of it. A leaf is renewed in time and signed again
// at once when the root rotates; while that fails the old one stays. How many there are is bounded. Keys stay inside
// `Secret` and are never written anywhere by this part.
import type { Leaf } from '../model/ca/leaf.ts';
import { formatSpiffeId, type WorkloadId } from '../model/ca/spiffe.ts';
import { Refusal } from '../model/refusal.ts';
import { issueLeaf } from './issue-leaf.ts';
import type { LeafNames, LeafSigner } from './provider.ts';
import { renewalTimeMs, retryDelayMs } from './renewal.ts';
import { Turnstile } from './turnstile.ts';

export interface LeavesOptions {
  /** A serial number that no certificate of this cluster has had. */
  readonly nextSerial: () => Promise<number>;
  /** Told of every leaf that is new or renewed, before anybody gets it; a leaf that can't be told of isn't used. */
  readonly onChange: (leaf: Leaf) => void | Promise<void>;
  /** Told of every leaf that is no longer held. */
  readonly onDrop: (id: WorkloadId) => void;
  /** Told of every failure to renew; the next attempt is already planned. */
  readonly onFailure: (id: WorkloadId, error: unknown) => void;
  readonly clock: LeafClock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** How many leaves are held at most; default 10,000. */
  readonly limit?: number;
  /** How long leaves are valid that are issued now; default 72 hours. */
  readonly ttlMs?: () => number;
}

export interface LeafClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs something later, unless what it returns is called before. */
  after(delayMs: number, run: () => void): () => void;
}

const DEFAULT_LIMIT = 10_000;
const AT_ONCE = 32;
const UNINITIALIZED =
  'CA is uninitialized and unable to sign certificates yet: no root certificate';
/** Whoever waits for a leaf to change asks again within ten minutes; after an hour nobody waits any more. */
const IDLE_MS = 3_600_000;
/** No timer is set for longer: Node's can't wait for more than 24 days. */
const MAX_TIMER_MS = 86_400_000;

interface Held {
  names: LeafNames;
  isKept: boolean;
  askedMs: number;
  leaf?: Leaf;
  /** The names that the leaf was issued for. */
  leafNames?: LeafNames;
  issuing?: Promise<Leaf>;
  failures: number;
  cancelTimer?: () => void;
}

export class Leaves implements Disposable {
  readonly #options: LeavesOptions;
  readonly #turnstile = new Turnstile(AT_ONCE);
  /** By SPIFFE id, the one asked for longest ago first. */
  readonly #held = new Map<string, Held>();
  #signer: LeafSigner | undefined;

  constructor(options: LeavesOptions) {
    this.#options = options;
  }

  /** From now on leaves are signed by `signer`; those that are held are signed again at once. */
  useSigner(signer: LeafSigner): void {
    this.#signer = signer;
    for (const held of this.#held.values()) this.#renew(held);
  }

  /** The leaf of an identity, issued if need be. It stays for an hour after the last call, and longer if it is kept. */
  async leafFor(names: LeafNames): Promise<Leaf> {
    const uri = formatSpiffeId(names.id);
    const held = this.#holdOf(uri, names);
    held.askedMs = this.#options.clock.now();
    this.#held.delete(uri);
    this.#held.set(uri, held);
    return this.#leafOf(held);
  }

  /** As `leafFor`, and renewed until it is released, however often that fails. */
  async keep(names: LeafNames): Promise<Leaf> {
    const held = this.#holdOf(formatSpiffeId(names.id), names);
    held.isKept = true;
    return this.#leafOf(held);
  }

  /** Ends `keep`; the leaf goes at once unless somebody asked for it lately. */
  release(id: WorkloadId): void {
    const held = this.#held.get(formatSpiffeId(id));
    if (held === undefined) return;
    held.isKept = false;
    this.#dropIfIdle(held);
  }

  [Symbol.dispose](): void {
    for (const held of this.#held.values()) held.cancelTimer?.();
    this.#held.clear();
    this.#signer = undefined;
  }

  #holdOf(uri: string, names: LeafNames): Held {
    const held = this.#held.get(uri);
    if (held === undefined) {
      this.#makeRoom();
      const added: Held = { names, isKept: false, askedMs: -Infinity, failures: 0 };
      this.#held.set(uri, added);
      return added;
    }
    if (!hasSameNames(held.names, names)) held.names = names;
    return held;
  }

  #makeRoom(): void {
    const { limit = DEFAULT_LIMIT } = this.#options;
    if (this.#held.size < limit) return;
    for (const held of this.#held.values()) {
      if (!held.isKept && held.issuing === undefined) return this.#drop(held);
    }
    throw new Refusal('rate-limited', `more than ${limit} certificates are in use`);
  }

  #leafOf(held: Held): Leaf | Promise<Leaf> {
    const { leaf, leafNames, names } = held;
    const isValid = leaf !== undefined && leaf.notAfterMs > this.#options.clock.now();
    return isValid && leafNames === names ? leaf : this.#issue(held);
  }

  /** Issues in the background. */
  #renew(held: Held): void {
    this.#issue(held).catch((error: unknown) => this.#options.onFailure(held.names.id, error));
  }

  /** Issues once, however many ask. */
  #issue(held: Held): Promise<Leaf> {
    held.issuing ??= this.#turnstile
      .pass(() => this.#issueUntilCurrent(held))
      .catch((error: unknown) => {
        delete held.issuing;
        this.#planRetry(held);
        throw error;
      });
    return held.issuing;
  }

  /** What was issued before a change of signer or names is issued again. */
  async #issueUntilCurrent(held: Held): Promise<Leaf> {
    const { nextSerial, onChange, ttlMs } = this.#options;
    for (;;) {
      const signer = this.#signer;
      if (signer === undefined) throw new Refusal('internal', UNINITIALIZED);
      const { names } = held;
      const serial = await nextSerial();
      const leaf = await issueLeaf(
        signer,
        names,
        ttlMs === undefined ? { serial } : { serial, ttlMs: ttlMs() },
      );
      if (!this.#isHeld(held)) return leaf; // disposed of meanwhile
      await onChange(leaf);
      held.leaf = leaf;
      held.leafNames = names;
      if (signer !== this.#signer || names !== held.names) continue;
      // Together with the check above, so that no change can fall in between.
      delete held.issuing;
      held.failures = 0;
      this.#planRenewal(held, leaf);
      this.#dropIfIdle(held);
      return leaf;
    }
  }

  #planRenewal(held: Held, leaf: Leaf): void {
    const { clock, random } = this.#options;
    this.#wakeAt(held, renewalTimeMs(leaf, clock.now(), random()));
  }

  #planRetry(held: Held): void {
    if (!this.#isHeld(held)) return;
    if (!held.isKept && held.leaf === undefined) return this.#drop(held);
    const { clock, random } = this.#options;
    held.failures += 1;
    this.#wakeAt(held, clock.now() + retryDelayMs(held.failures, random()));
  }

  #wakeAt(held: Held, atMs: number): void {
    held.cancelTimer?.();
    const { clock } = this.#options;
    if (!this.#isHeld(held)) return;
    const delayMs = Math.min(Math.max(atMs - clock.now(), 0), MAX_TIMER_MS);
    held.cancelTimer = clock.after(delayMs, () => {
      delete held.cancelTimer;
      if (clock.now() < atMs) this.#wakeAt(held, atMs);
      else if (!this.#dropIfIdle(held)) this.#renew(held);
    });
  }

  #isHeld(held: Held): boolean {
    return this.#held.get(formatSpiffeId(held.names.id)) === held;
  }

  /** A leaf that is being issued is dropped when it has been. */
  #dropIfIdle(held: Held): boolean {
    const isIdle = !held.isKept && this.#options.clock.now() - held.askedMs > IDLE_MS;
    if (!isIdle || held.issuing !== undefined || !this.#isHeld(held)) return false;
    this.#drop(held);
    return true;
  }

  #drop(held: Held): void {
    held.cancelTimer?.();
    delete held.cancelTimer;
    this.#held.delete(formatSpiffeId(held.names.id));
    if (held.leaf !== undefined) this.#options.onDrop(held.names.id);
  }
}

function hasSameNames(a: LeafNames, b: LeafNames): boolean {
  const text = ({ dnsNames = [], ipAddresses = [] }: LeafNames): string =>
    JSON.stringify([dnsNames, ipAddresses]);
  return text(a) === text(b);
}
