// SPDX-License-Identifier: Apache-2.0
// Keeps one stream open to every peer that we are the dialer of. In: the view of peerings to dial. Out:
// streams, one at a time for each, through the dialer that is handed in. Acts at once when a peering is
// established or changed and when a stream that was up drops; then backs off.
import type { Command } from '../commands/command.ts';
import { prepareDial } from '../commands/prepare-dial.ts';
import { dialBackoffMs } from '../model/peering/backoff.ts';
import { structurallyEqual } from '../model/equal.ts';
import type { DialStream, DialTarget, StreamEnd } from '../model/peering/dialing.ts';
import type { Logger } from '../model/logger.ts';
import type { Views } from '../views/engine/engine.ts';
import { peeringsToDial, type ToDial } from '../views/peering/to-dial.ts';

export interface DialPeersPorts {
  readonly views: Views;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  readonly dial: DialStream;
  readonly logger: Logger;
}

// A stream that was up for so long was a good one; a shorter one counts as a failure, lest two ends that
// can't get along keep each other busy.
const MIN_UP_MS = 1_000;

export async function dialPeers(ports: DialPeersPorts, signal: AbortSignal): Promise<void> {
  const dialers = new Map<string, PeerDialer>();
  using wanted = ports.views.watch(peeringsToDial, null);
  signal.addEventListener('abort', () => wanted[Symbol.dispose](), { once: true });
  for await (const { value } of wanted) {
    const ids = new Set(value.map(({ peeringId }) => peeringId));
    for (const [id, dialer] of dialers) {
      if (ids.has(id)) continue;
      dialers.delete(id);
      dialer.release();
    }
    for (const peering of value) {
      const dialer = dialers.get(peering.peeringId);
      if (dialer !== undefined) dialer.retryIfNewer(peering);
      else dialers.set(peering.peeringId, new PeerDialer(ports, peering, signal));
    }
  }
  await Promise.all([...dialers.values()].map((dialer) => dialer.done));
}

/** Dials one peer until it is released or everything stops. */
class PeerDialer {
  readonly done: Promise<void>;
  readonly #ports: DialPeersPorts;
  readonly #signal: AbortSignal;
  #peering: ToDial;
  #isReleased = false;
  #wake = Promise.withResolvers<void>();
  #attempts = 0;
  #failures = 0;

  constructor(ports: DialPeersPorts, peering: ToDial, signal: AbortSignal) {
    this.#ports = ports;
    this.#peering = peering;
    this.#signal = signal;
    this.done = this.#run();
  }

  /** The peering is no longer ours to dial. An open stream says its own goodbye. */
  release(): void {
    this.#isReleased = true;
    this.#wake.resolve();
  }

  /** What failed before may work now. */
  retryIfNewer(peering: ToDial): void {
    const before = this.#peering;
    this.#peering = peering;
    const hasOtherGateways = !structurallyEqual(peering.gateways, before.gateways);
    // Where the round begins has moved.
    if (hasOtherGateways) this.#attempts = 0;
    if (hasOtherGateways || peering.revision !== before.revision) this.#wake.resolve();
  }

  async #run(): Promise<void> {
    while (!this.#signal.aborted && !this.#isReleased) {
      this.#wake = Promise.withResolvers<void>();
      const end = await this.#attempt();
      if (end.reason === 'failed') await this.#backOff(end);
      // What ended well is not dialed again before the record says so.
      else if (end.reason === 'terminated') await this.#sleep(undefined);
    }
  }

  async #attempt(): Promise<StreamEnd> {
    const { dial, issue } = this.#ports;
    let target: DialTarget;
    try {
      target = await issue(prepareDial, { peeringId: this.#peering.peeringId });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { reason: 'failed', message, upMs: 0 };
    }
    // Without TLS there is no name that gateways could go by.
    const gateways = target.caPems.length > 0 ? this.#peering.gateways : [];
    const addresses = [...gateways, ...target.addresses];
    const address = addresses[this.#attempts % addresses.length] ?? '';
    this.#attempts += 1;
    return dial(target, address, this.#signal);
  }

  async #backOff(end: StreamEnd & { reason: 'failed' }): Promise<void> {
    if (this.#signal.aborted || this.#isReleased) return;
    const { logger } = this.#ports;
    const { peer } = this.#peering;
    const wasUp = end.upMs >= MIN_UP_MS;
    if (wasUp) {
      this.#failures = 0;
      return logger.warn('lost the stream to a peer, dialing again', { peer, error: end.message });
    }
    this.#failures += 1;
    const retryMs = dialBackoffMs(this.#failures, end.grpcCode);
    logger.warn('could not open a stream to a peer', { peer, error: end.message, retryMs });
    const isWoken = await this.#sleep(retryMs);
    if (isWoken) this.#failures = 0;
  }

  /** Until the peering changes, is released or everything stops, or the time is over; whether it was the former. */
  async #sleep(ms: number | undefined): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = ms === undefined ? undefined : setTimeout(() => resolve(false), ms);
    const onWoken = (): void => resolve(true);
    void this.#wake.promise.then(onWoken);
    this.#signal.addEventListener('abort', onWoken, { once: true });
    if (this.#signal.aborted || this.#isReleased) onWoken();
    const isWoken = await promise;
    clearTimeout(timer);
    this.#signal.removeEventListener('abort', onWoken);
    return isWoken;
  }
}
