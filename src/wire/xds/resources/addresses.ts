// SPDX-License-Identifier: Apache-2.0
import type { AddressSchema } from '../../../gen/envoy/config/core/v3/address_pb.ts';
import type { Address } from '../../../views/proxy/snapshot.ts';
import type { Init } from './message.ts';

export function addressOf(at: Address): Init<typeof AddressSchema> {
  if ('path' in at) {
    const mode = at.mode === undefined ? {} : { mode: Number.parseInt(at.mode, 8) || 0 };
    return { address: { case: 'pipe', value: { path: at.path, ...mode } } };
  }
  return {
    address: {
      case: 'socketAddress',
      value: { address: at.address, portSpecifier: { case: 'portValue', value: at.port } },
    },
  };
}

/** `<name>:<ip>:<port>` or `<name>:<path>`: Envoy can't move a live listener, so where it is is part of its name. */
export function listenerName(name: string, at: Address): string {
  return 'path' in at ? `${name}:${at.path}` : `${name}:${at.address}:${at.port}`;
}
