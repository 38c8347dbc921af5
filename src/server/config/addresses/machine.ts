// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly isLoopback: boolean;
}

/** What configuration asks of the machine it runs on. */
export interface Machine {
  hostname(): string;
  /** The addresses of all interfaces that are up, in the system's order. */
  addresses(): readonly InterfaceAddress[];
  /** Whether systemd runs the services of this machine. */
  runsSystemd(): boolean;
}

export const thisMachine: Machine = {
  hostname,
  // What sd_booted(3) looks at.
  runsSystemd: () => existsSync('/run/systemd/system'),
  addresses: () =>
    Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
      addresses.map(({ address, family, internal }) => ({
        interface: name,
        address,
        family: family === 'IPv4' ? 4 : 6,
        isLoopback: internal,
      })),
    ),
};
