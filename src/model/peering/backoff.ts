// SPDX-License-Identifier: Apache-2.0

// Status codes of gRPC.
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;

const FAST_MS = 8;
const FAST_ATTEMPTS = 5;
const MAX_FAST_MS = 8_192;
const MAX_SLOW_MS = 64_000;

/**
 * How long to wait before dialing again after the `failures`-th failure in a row, counted from 1
 * (peering-protocol §4.9). FailedPrecondition says "not this server": the next address may be the right one.
 */
export function dialBackoffMs(failures: number, grpcCode: number | undefined): number {
  if (grpcCode === RESOURCE_EXHAUSTED) return MAX_FAST_MS;
  if (grpcCode === FAILED_PRECONDITION) {
    return Math.min(FAST_MS * 2 ** Math.max(0, failures - FAST_ATTEMPTS), MAX_FAST_MS);
  }
  return Math.min(1_000 * 2 ** failures, MAX_SLOW_MS);
}
