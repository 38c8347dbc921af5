// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import type { ServiceAddress } from '../../model/catalog/service.ts';
import { COMMAND_OPTIONS, type Flag } from '../flags.ts';

export const DEFAULT_GATEWAY_PORT = 8443;

/** An address of a gateway: host:port, or an IP address with the port that gateways have by default. */
export function addressFlag(name: string, usage: string): Flag<ServiceAddress | undefined> {
  return {
    ...common(name, usage),
    initial: undefined,
    read: (texts) => parseAddress(texts.at(-1) ?? ''),
  };
}

/** name=host:port, any number of times. */
export function addressMapFlag(
  name: string,
  usage: string,
): Flag<Readonly<Record<string, ServiceAddress>>> {
  return {
    ...common(name, usage),
    initial: {},
    read: (texts) => Object.fromEntries(texts.map(namedAddress)),
  };
}

function common(name: string, usage: string) {
  const example = /`([^`]+)`/.exec(usage)?.[1] ?? 'value';
  return { name, usage, example, group: COMMAND_OPTIONS, isSwitch: false };
}

function namedAddress(text: string): [string, ServiceAddress] {
  const equals = text.indexOf('=');
  if (equals === -1) throw new Error(`Missing "=" in argument: ${text}`);
  return [text.slice(0, equals), parseAddress(text.slice(equals + 1))];
}

function parseAddress(text: string): ServiceAddress {
  const quoted = JSON.stringify(text);
  if (text.includes('{{')) throw new Error(`templates such as ${quoted} are not supported`);
  if (isIP(text) !== 0) return { Address: text, Port: DEFAULT_GATEWAY_PORT };
  const parts = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(text);
  if (parts === null) throw new Error(`Error parsing address ${quoted}: not an IP address`);
  const [, bracketed, bare = '', digits = ''] = parts;
  const port = digits === '' ? DEFAULT_GATEWAY_PORT : Number(digits);
  if (!/^\d*$/.test(digits) || port < 1 || port > 65_535) {
    throw new Error(`Error parsing port ${JSON.stringify(digits)}: not a port`);
  }
  return { Address: bracketed ?? bare, Port: port };
}
