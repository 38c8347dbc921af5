// SPDX-License-Identifier: Apache-2.0
// Where an instance is, for those of its own network and for everybody else.
import type { Node } from '../../model/catalog/node.ts';
import type { NodeService } from '../../model/catalog/service.ts';

interface Placed {
  readonly Node: Node;
  readonly Service: NodeService;
}

export interface InstanceAddress {
  /** An IP or a host name; '' when nobody said. */
  readonly address: string;
  readonly port: number;
}

/** Its own address, else its node's. */
export function lanAddress({ Node, Service }: Placed): InstanceAddress {
  return { address: Service.Address || Node.Address, port: Service.Port };
}

/** Its WAN address, else its own, else its node's WAN address, else its node's. */
export function wanAddress({ Node, Service }: Placed): InstanceAddress {
  const wan = Service.TaggedAddresses?.['wan'];
  if (wan !== undefined && wan.Address !== '') {
    return { address: wan.Address, port: wan.Port || Service.Port };
  }
  const address = Service.Address || Node.TaggedAddresses?.['wan'] || Node.Address;
  return { address, port: Service.Port };
}
