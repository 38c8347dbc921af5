// SPDX-License-Identifier: Apache-2.0
// Network addresses as Go writes them: `host:port`, with brackets around an IPv6 host.

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

const MAX_PORT = 65_535;

/** The parts of `host:port` with a port from 1 to 65535, or undefined. The host may be empty or a name. */
export function parseHostPort(address: string): HostPort | undefined {
  const match = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([+-]?\d{1,9})$/.exec(address);
  if (match === null) return undefined;
  const port = Number(match[3]);
  if (port < 1 || port > MAX_PORT) return undefined;
  return { host: match[1] ?? match[2] ?? '', port };
}

export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
