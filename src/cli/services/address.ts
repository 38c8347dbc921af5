// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import type { ServiceAddress } from '../../model/catalog/service.ts';
import { parseHostPort } from '../../model/host-port.ts';

/** An address without a port, which stands in a flag of its own; throws an Error that says so. */
export function bareAddress(text: string): string {
  if (isIP(text) === 0 && text.includes(':')) {
    throw new Error(
      'Invalid Service address when using CLI flags. Use -port flag instead: address should not contain port',
    );
  }
  return text;
}

/** The addresses of `-tagged-address name=host:port`; throws an Error that names the one that is none. */
export function taggedAddresses(
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, ServiceAddress>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const address = parseHostPort(text);
      if (address === undefined) {
        const quoted = JSON.stringify(text);
        throw new Error(`Invalid Tagged address: ${name}=${quoted} is not of the form host:port`);
      }
      return [name, { Address: address.host, Port: address.port }];
    }),
  );
}
