// SPDX-License-Identifier: Apache-2.0

/** Throws the Error that Consul's users know when there are more words than a command takes. */
export function atMost(count: number, args: readonly string[]): void {
  if (args.length <= count) return;
  throw new Error(`Too many arguments (expected ${count}, got ${args.length})`);
}
