// SPDX-License-Identifier: Apache-2.0
// Expected outcomes that are not successes. A Refusal is part of the interface: its code decides the
// HTTP status and the gRPC code, its message is what the caller reads. Anything else that is thrown
// is a defect and becomes 500/INTERNAL at the edge.

/** code → [HTTP status, gRPC code]. One registry; compare codes, never texts. */
export const REFUSALS = {
  'invalid-argument': [400, 3],
  // Consul answers many validation failures with 500; clients match on the text, so we keep it.
  'rpc-error': [500, 2],
  'not-found': [404, 5],
  'permission-denied': [403, 7],
  'failed-precondition': [500, 9],
  aborted: [500, 10],
  internal: [500, 13],
  conflict: [409, 6],
  'rate-limited': [429, 8],
  unavailable: [503, 14],
  'method-not-allowed': [405, 12],
  'too-large': [413, 8],
} as const satisfies Record<string, readonly [number, number]>;

export type RefusalCode = keyof typeof REFUSALS;

/** Thrown by `decide`, by validation and by edges; `message` is shown to the caller and holds no secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  get httpStatus(): number {
    return REFUSALS[this.code][0];
  }

  get grpcCode(): number {
    return REFUSALS[this.code][1];
  }
}

/** Whoever sends something stopped in the middle of it. */
export class BrokenOff extends Refusal {
  constructor() {
    super('rpc-error', 'unexpected EOF');
  }
}
