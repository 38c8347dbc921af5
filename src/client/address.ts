// SPDX-License-Identifier: Apache-2.0

/** Where an agent answers HTTP. */
export interface AgentAddress {
  readonly isTls: boolean;
  /** Name or IP address, without brackets; 'localhost' behind a socket. */
  readonly host: string;
  /** Of a Unix socket, in place of host and port. */
  readonly socketPath?: string;
  /** What every URL begins with: 'http://127.0.0.1:8500', 'https://proxy/prefix'. */
  readonly origin: string;
}

/**
 * Reads host:port with http://, https:// or unix:// in front or not, and with a path at its end when the agent
 * is behind a reverse proxy. `isTls` asks for TLS whatever the scheme. Throws an Error for another scheme.
 */
export function parseAddress(text: string, isTls: boolean): AgentAddress {
  const [, scheme = '', rest = ''] = /^(?:([^:/]*):\/\/)?(.*)$/s.exec(text) ?? [];
  if (scheme === 'unix') {
    return { isTls, host: 'localhost', socketPath: rest, origin: originOf(isTls, 'localhost') };
  }
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https') {
    throw new Error(`Unknown protocol scheme: ${scheme}`);
  }
  const usesTls = isTls || scheme === 'https';
  const origin = originOf(usesTls, rest.replace(/\/+$/, ''));
  // Addresses are printed.
  if (rest.includes('@')) throw new Error('a password goes into CONSUL_HTTP_AUTH, not an address');
  if (!URL.canParse(origin)) throw new Error(`invalid address ${JSON.stringify(text)}`);
  const { hostname } = new URL(origin);
  return { isTls: usesTls, host: hostname.replace(/^\[|\]$/g, ''), origin };
}

const originOf = (isTls: boolean, authority: string): string =>
  `${isTls ? 'https' : 'http'}://${authority}`;
