// SPDX-License-Identifier: Apache-2.0
// Our heartbeats, and the watch over the peer's.
import { CAUSEWAY_TEMPO, CONSUL_TEMPO, Pulse, type Tempo } from './pulse.ts';

export interface VitalsOptions {
  readonly now: () => number;
  readonly beat: () => void;
  /** Called about every second with how the peer's pulse is. */
  readonly onCheck: (pulse: Pulse) => void;
}

const CHECK_MS = 1_000;

export class Vitals {
  readonly pulse: Pulse;
  readonly #options: VitalsOptions;
  #beats: NodeJS.Timeout | undefined;
  #checks: NodeJS.Timeout | undefined;

  constructor(options: VitalsOptions) {
    this.#options = options;
    this.pulse = new Pulse(CONSUL_TEMPO, options.now());
  }

  start(): void {
    this.#beatEvery(this.pulse.tempo);
    this.#checks = setInterval(() => this.#options.onCheck(this.pulse), CHECK_MS);
  }

  /** The peer is one of ours: it beats often, and so do we, from now on. */
  recogniseCauseway(): void {
    this.pulse.tempo = CAUSEWAY_TEMPO;
    if (this.#beats !== undefined) this.#beatEvery(CAUSEWAY_TEMPO);
    this.#options.beat();
  }

  stop(): void {
    clearInterval(this.#beats);
    clearInterval(this.#checks);
    this.#beats = undefined;
  }

  #beatEvery({ beatMs }: Tempo): void {
    clearInterval(this.#beats);
    this.#beats = setInterval(() => this.#options.beat(), beatMs);
  }
}
