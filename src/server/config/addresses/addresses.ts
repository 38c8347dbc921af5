// SPDX-License-Identifier: Apache-2.0
// Where the agent listens and what it tells others its address is, by Consul's rules.
import { isIPv4, isIP } from 'node:net';
import type { HostPort } from '../../../model/host-port.ts';
import { expandAddressTemplate } from './template.ts';
import type { Findings } from '../findings.ts';
import type { RawConfig } from '../keys/keys.ts';
import type { Machine } from './machine.ts';
import { advertisable } from './private.ts';

export interface AgentAddresses {
  readonly bindAddr: string;
  /** What other machines of the cluster, and its peers, reach this one at. */
  readonly advertiseAddr: string;
  readonly advertiseAddrWan: string;
  readonly clientAddrs: readonly string[];
  /** lan, wan and their families, beside what the configuration names. */
  readonly taggedAddresses: Readonly<Record<string, string>>;
}

// Where a socket of the file system will do as well.
const SOCKET_KEYS: ReadonlySet<string> = new Set(['addresses.http', 'addresses.https']);
const NOT_ANY = 'cannot be 0.0.0.0, :: or [::]';

export function agentAddresses(
  raw: RawConfig,
  findings: Findings,
  machine: Machine,
): AgentAddresses {
  const expand = (key: string, text: string | undefined) => {
    return expandAddresses(key, text, findings, machine);
  };
  const one = (key: string, text: string | undefined) => {
    const addresses = expand(key, text);
    if (addresses.length > 1) {
      findings.problem(key, `${key}: multiple addresses found: ${addresses.join(' ')}`);
    }
    return addresses[0];
  };
  const bindAddr = bindAddress(expand('bind_addr', raw.bind_addr ?? '0.0.0.0'), findings);
  const lan = one('advertise_addr', raw.advertise_addr);
  if (lan !== undefined && isAnyAddress(lan)) {
    findings.problem('advertise_addr', `Advertise address ${NOT_ANY}`);
  }
  const advertiseAddr =
    lan ?? (isAnyAddress(bindAddr) ? detect(bindAddr, findings, machine) : bindAddr);
  const wan = one('advertise_addr_wan', raw.advertise_addr_wan);
  if (wan !== undefined && isAnyAddress(wan)) {
    findings.problem('advertise_addr_wan', `Advertise WAN address ${NOT_ANY}`);
  }
  const advertiseAddrWan = wan ?? advertiseAddr;
  const taggedAddresses = {
    ...raw.tagged_addresses,
    ...tagsOf('lan', advertiseAddr, raw, one, findings),
    ...tagsOf('wan', advertiseAddrWan, raw, one, findings),
  };
  const clientAddrs = expand('client_addr', raw.client_addr ?? '127.0.0.1');
  if (clientAddrs.length === 0) {
    findings.note(
      'client_addr is empty, client services (DNS, HTTP, HTTPS, GRPC) will not be listening for connections',
    );
  }
  return { bindAddr, advertiseAddr, advertiseAddrWan, clientAddrs, taggedAddresses };
}

/** The addresses of one listener: its own, else those for all clients; none while its port is off. */
export function listenOn(
  key: 'http' | 'https' | 'grpc' | 'grpc_tls',
  port: number,
  raw: RawConfig,
  clientAddrs: readonly string[],
  { findings, machine }: { readonly findings: Findings; readonly machine: Machine },
): readonly HostPort[] {
  const own = expandAddresses(`addresses.${key}`, raw.addresses?.[key], findings, machine);
  if (port <= 0) return [];
  return (own.length > 0 ? own : clientAddrs).map((host) => ({ host, port }));
}

export const isAnyAddress = (address: string): boolean => address === '0.0.0.0' || address === '::';

function expandAddresses(
  key: string,
  text: string | undefined,
  findings: Findings,
  machine: Machine,
): readonly string[] {
  if (text === undefined || text === '') return [];
  let expanded: string;
  try {
    expanded = expandAddressTemplate(text, () => machine.addresses());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    findings.problem(key, `${key}: error parsing ${JSON.stringify(text)}: ${why}`);
    return [];
  }
  const addresses: string[] = [];
  for (const word of expanded.split(/\s+/).filter((part) => part !== '')) {
    const address = word === '[::]' ? '::' : word;
    if (word.startsWith('unix://')) {
      if (SOCKET_KEYS.has(key)) addresses.push(word);
      else findings.problem(key, `${key}: unix sockets are not supported: ${word}`);
    } else if (isIP(address) === 0) {
      findings.problem(key, `${key}: invalid ip address: ${word}`);
    } else {
      addresses.push(address);
    }
  }
  return addresses;
}

function bindAddress(addresses: readonly string[], findings: Findings): string {
  const [address, ...more] = addresses;
  // An address that cannot be read has been told of already.
  const isTold = findings.problems.some((problem) => problem.startsWith('bind_addr'));
  if (address === undefined && !isTold) findings.problem('bind_addr', 'bind_addr cannot be empty');
  if (more.length > 0) {
    const hint = "Use 'addresses.{dns,http,https}' instead.";
    findings.problem('bind_addr', `bind_addr cannot contain multiple addresses. ${hint}`);
  }
  return address ?? '127.0.0.1';
}

/** The address to advertise for one that listens on all interfaces. */
function detect(bindAddr: string, findings: Findings, machine: Machine): string {
  const family = isIPv4(bindAddr) ? 4 : 6;
  const kind = family === 4 ? 'private IPv4' : 'public IPv6';
  const found = advertisable(machine.addresses(), family);
  if (found.length === 0) findings.problem('bind_addr', `No ${kind} address found`);
  if (found.length > 1) {
    const hint = "Please configure one with 'bind' and/or 'advertise'.";
    findings.problem('bind_addr', `Multiple ${kind} addresses found. ${hint}`);
  }
  return found[0] ?? bindAddr;
}

function tagsOf(
  network: 'lan' | 'wan',
  address: string,
  raw: RawConfig,
  one: (key: string, text: string | undefined) => string | undefined,
  findings: Findings,
): Record<string, string> {
  const prefix = network === 'lan' ? 'advertise_addr' : 'advertise_addr_wan';
  const own = isIPv4(address) ? 'ipv4' : 'ipv6';
  const tags: Record<string, string> = { [network]: address };
  for (const family of ['ipv4', 'ipv6'] as const) {
    const key = `${prefix}_${family}` as const;
    const given = one(key, raw[key]);
    if (given !== undefined && isIPv4(given) !== (family === 'ipv4')) {
      findings.problem(key, `${key} must be an ${family} address`);
    }
    const tagged = given ?? (family === own ? address : undefined);
    if (tagged !== undefined) tags[`${network}_${family}`] = tagged;
  }
  return tags;
}
