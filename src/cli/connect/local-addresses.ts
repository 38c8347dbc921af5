// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Whether an IP address belongs to this machine, so that a listener can be bound to it. */
export function isLocalAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (address.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((entries) =>
    entries?.some((entry) => entry.address === address),
  );
}
