// SPDX-License-Identifier: Apache-2.0

/** What DNS can carry as a name (RFC 1035): labels of 1 to 63 bytes, 254 in all; the bytes themselves may be any. */
export function isDomainName(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.');
  const isLabel = (label: string) => label !== '' && Buffer.byteLength(label) <= 63;
  return Buffer.byteLength(name) <= 254 && labels.every((label) => isLabel(label));
}
