// SPDX-License-Identifier: Apache-2.0
// When certificates are renewed, as pure functions of time and chance: spread widely, so that a cluster that was started
// at one moment doesn't renew at one moment.

/** From when to when a certificate is valid, in milliseconds since the epoch. */
export interface Validity {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

const SOFT_PART = 0.6;
const HARD_PART = 0.9;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 300_000;

/** A random moment between 60 % and 90 % of the lifetime, never before now; now when 90 % are over. `random` is in [0, 1). */
export function renewalTimeMs(
  { notBeforeMs, notAfterMs }: Validity,
  nowMs: number,
  random: number,
): number {
  const lifetimeMs = notAfterMs - notBeforeMs;
  const hardMs = notBeforeMs + lifetimeMs * HARD_PART;
  const softMs = Math.max(nowMs, notBeforeMs + lifetimeMs * SOFT_PART);
  return softMs >= hardMs ? nowMs : softMs + (hardMs - softMs) * random;
}

/** How long to wait after the `failures`th failure in a row: twice as long each time up to 5 minutes, less up to a half. */
export function retryDelayMs(failures: number, random: number): number {
  const fullMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
  return fullMs * (1 - random / 2);
}
