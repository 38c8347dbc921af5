// SPDX-License-Identifier: Apache-2.0
// Whether the peer is still there, told by its heartbeats alone: a stream that carries data may still be
// one that nobody reads. Pure; the clock is the caller's.

export interface Tempo {
  /** Between our heartbeats. */
  readonly beatMs: number;
  /** Without a heartbeat of the peer for so long, the peering is not active any more. */
  readonly silentMs: number;
  /** And after this long the stream is given up. */
  readonly deadMs: number;
}

/** Two of ours beat at once and often, so that a dead link is known within seconds. */
export const CAUSEWAY_TEMPO: Tempo = { beatMs: 5_000, silentMs: 15_000, deadMs: 15_000 };

/** Consul beats every 15 s, for the first time after 15 s, and gives up after two minutes. */
export const CONSUL_TEMPO: Tempo = { beatMs: 15_000, silentMs: 40_000, deadMs: 120_000 };

export type PulseState = 'alive' | 'silent' | 'dead';

export class Pulse {
  tempo: Tempo;
  #heardMs: number;

  constructor(tempo: Tempo, nowMs: number) {
    this.tempo = tempo;
    this.#heardMs = nowMs;
  }

  /** A heartbeat arrived; or we did not listen until now, which is not the peer's silence. */
  heard(nowMs: number): void {
    this.#heardMs = Math.max(this.#heardMs, nowMs);
  }

  state(nowMs: number): PulseState {
    const silenceMs = nowMs - this.#heardMs;
    if (silenceMs >= this.tempo.deadMs) return 'dead';
    return silenceMs >= this.tempo.silentMs ? 'silent' : 'alive';
  }
}
