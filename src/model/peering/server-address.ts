// SPDX-License-Identifier: Apache-2.0
import { isIPv6 } from 'node:net';
import { type HostPort, parseHostPort } from '../host-port.ts';

const HOST = /^[\w.-]+$/;

/**
 * The parts of an address that a peer gave, or undefined when it can't be dialed. An IPv6 host may stand without its
 * brackets: Consul pushes it so, though its tokens have them.
 */
export function parseServerAddress(address: string): HostPort | undefined {
  const parsed = parseHostPort(address) ?? parseHostPort(withBrackets(address));
  if (parsed === undefined) return undefined;
  return HOST.test(parsed.host) || isIPv6(parsed.host) ? parsed : undefined;
}

function withBrackets(address: string): string {
  const cut = address.lastIndexOf(':');
  return `[${address.slice(0, cut)}]:${address.slice(cut + 1)}`;
}
