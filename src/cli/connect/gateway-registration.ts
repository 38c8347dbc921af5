// SPDX-License-Identifier: Apache-2.0
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

export interface GatewayFlags {
  readonly gateway: string;
  readonly service?: string | undefined;
  readonly proxyId?: string | undefined;
  readonly address?: string | undefined;
  readonly wanAddress?: string | undefined;
  /** name → 'ip:port' */
  readonly bindAddresses: Readonly<Record<string, string>>;
  readonly deregisterAfterCritical: string;
}

interface Address {
  readonly Address: string;
  readonly Port: number;
}

const DEFAULT_PORT = 8443;

/**
 * What `-register` registers (dataplane §3.8): the gateway at its LAN address, with a TCP check on the
 * address that it really binds. Throws an Error when an address can't be read or bound.
 */
export function gatewayRegistration(flags: GatewayFlags): {
  readonly ID: string;
  readonly Name: string;
  readonly [field: string]: unknown;
} {
  const kind = `${flags.gateway}-gateway`;
  const name = flags.service ?? kind;
  const lan = parseAddress('-address', flags.address ?? `:${DEFAULT_PORT}`);
  const wan =
    flags.wanAddress === undefined ? undefined : parseAddress('-wan-address', flags.wanAddress);
  const binds = Object.entries(flags.bindAddresses);
  const config: Record<string, unknown> = {};
  let checked = lan;
  if (binds.length > 0) {
    const addresses = binds.map(([key, text]) => [key, parseAddress(`-bind-address ${key}`, text)]);
    config['envoy_gateway_no_default_bind'] = true;
    config['envoy_gateway_bind_addresses'] = Object.fromEntries(addresses) as unknown;
    checked = addresses[0]?.[1] as Address;
  } else if (canBind(lan) && wan !== undefined && canBind(wan)) {
    config['envoy_gateway_no_default_bind'] = true;
    config['envoy_gateway_bind_tagged_addresses'] = true;
  } else if (lan.Address !== '' && !canBind(lan)) {
    throw new Error(
      `The LAN address "${lan.Address}" can't be bound on this machine: name one that can with -bind-address`,
    );
  }
  const tagged: Record<string, Address> = {};
  if (lan.Address !== '') tagged['lan'] = lan;
  if (wan !== undefined) tagged['wan'] = wan;
  return {
    Kind: kind,
    ID: flags.proxyId ?? name,
    Name: name,
    Address: lan.Address,
    Port: lan.Port,
    TaggedAddresses: tagged,
    Proxy: { Config: config },
    Check: {
      Name: `${kind} listening`,
      TCP: joinAddress(checked),
      Interval: '10s',
      DeregisterCriticalServiceAfter: flags.deregisterAfterCritical,
    },
  };
}

function parseAddress(flag: string, text: string): Address {
  const found = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text);
  const host = found?.[1] ?? found?.[2] ?? '';
  const port = Number(found?.[3]);
  if (found === null || port < 1 || port > 65_535) {
    throw new Error(`${flag}: "${text}" is no address of the form host:port`);
  }
  return { Address: host, Port: port };
}

function joinAddress({ Address, Port }: Address): string {
  const host = Address === '' ? '127.0.0.1' : Address;
  return isIPv6(host) ? `[${host}]:${Port}` : `${host}:${Port}`;
}

function canBind({ Address }: Address): boolean {
  if (Address === '') return false;
  if (Address === '0.0.0.0' || Address === '::' || Address.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((list) =>
    list?.some((entry) => entry.address === Address),
  );
}
