// SPDX-License-Identifier: Apache-2.0
// What an operator decides about the HTTP interface as a whole.
import { BlockList, isIPv6 } from 'node:net';

export interface HttpSettings {
  /** Sent with every answer about an endpoint; an endpoint's own header of that name wins. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Paths that start with one of these are refused. */
  readonly blockedPrefixes: readonly string[];
  /** Networks in CIDR notation that may write; undefined: all. */
  readonly writersFrom: readonly string[] | undefined;
  /** Of the headers of a request together. */
  readonly maxHeaderBytes: number;
  /** From one IP address at the same time; 0 is no limit. */
  readonly maxConnectionsPerClient: number;
  /** Where the UI would be; undefined where it is turned off. */
  readonly uiPath: string | undefined;
}

/** Consul's defaults; that of headers is Go's. */
export const DEFAULT_HTTP_SETTINGS: HttpSettings = {
  responseHeaders: {},
  blockedPrefixes: [],
  writersFrom: undefined,
  maxHeaderBytes: 1024 * 1024,
  maxConnectionsPerClient: 200,
  uiPath: undefined,
};

export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** '10.0.0.0/8' or 'fd00::/8'; undefined for what is no network. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text.trim());
  if (match === null) return undefined;
  const [, address = '', digits = ''] = match;
  const prefix = Number(digits);
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  try {
    new BlockList().addSubnet(address, prefix, family);
  } catch {
    return undefined;
  }
  return { address, prefix, family };
}

/** Tells whether an address is in one of the networks; '' and what is no address is in none. */
export function networkFilter(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of networks) {
    const network = parseNetwork(text);
    if (network === undefined) throw new Error(`${text} is no network`);
    list.addSubnet(network.address, network.prefix, network.family);
  }
  return (address) => {
    // A listener on all addresses sees those of IPv4 in their IPv6 form.
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
    return plain !== '' && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
