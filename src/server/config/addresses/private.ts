// SPDX-License-Identifier: Apache-2.0
import { BlockList } from 'node:net';
import type { InterfaceAddress } from './machine.ts';

/** Address blocks that are not routed in the Internet (RFC 6890). */
const PRIVATE: readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'][] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
];
const LINK_LOCAL = ['169.254.0.0', 'fe80::'];

function listOf(networks: typeof PRIVATE): BlockList {
  const blocks = new BlockList();
  for (const [network, prefix, family] of networks) blocks.addSubnet(network, prefix, family);
  return blocks;
}

const privateBlocks = listOf(PRIVATE);
const linkLocalBlocks = listOf(PRIVATE.filter(([network]) => LINK_LOCAL.includes(network)));

const familyOf = ({ family }: InterfaceAddress) => (family === 4 ? 'ipv4' : 'ipv6');

export const isPrivate = (address: InterfaceAddress): boolean =>
  privateBlocks.check(address.address, familyOf(address));

/** Whether other machines can reach it at all. */
export const isForwardable = (address: InterfaceAddress): boolean =>
  !address.isLoopback && !linkLocalBlocks.check(address.address, familyOf(address));

/** What a server that listens everywhere tells others: its private IPv4 addresses, or its public IPv6 ones. */
export function advertisable(
  addresses: readonly InterfaceAddress[],
  family: 4 | 6,
): readonly string[] {
  if (family === 6) {
    const isPublic = (at: InterfaceAddress) => at.family === 6 && !isPrivate(at);
    return addresses.filter(isPublic).map(({ address }) => address);
  }
  // The loopback counts only on a machine that has nothing else.
  const outside = addresses.filter(({ isLoopback }) => !isLoopback);
  const candidates = outside.length > 0 ? outside : addresses;
  return candidates.filter((at) => at.family === 4 && isPrivate(at)).map(({ address }) => address);
}
