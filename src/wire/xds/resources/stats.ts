// SPDX-License-Identifier: Apache-2.0

/** Envoy's own separator may not stand in a prefix of its statistics. */
export function statPrefix(name: string): string {
  return name.replaceAll(':', '_');
}
