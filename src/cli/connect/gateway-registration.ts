// SPDX-License-Identifier: Apache-2.0
import type { ServiceAddress } from '../../model/catalog/service.ts';
import { formatHostPort } from '../../model/host-port.ts';
import { DEFAULT_GATEWAY_PORT } from './address-flag.ts';

export interface GatewayRequest {
  readonly name: string;
  readonly id: string;
  readonly lan?: ServiceAddress | undefined;
  readonly wan?: ServiceAddress | undefined;
  /** By name; instead of binding what is registered. */
  readonly binds: Readonly<Record<string, ServiceAddress>>;
  readonly deregisterAfterCritical: string;
}

/**
 * What `-gateway=mesh -register` registers (dataplane §3.8): the gateway at its LAN address, with a TCP check on
 * the address that it really binds. Throws an Error when the LAN address can't be bound here; `isLocal` says
 * which can.
 */
export function gatewayRegistration(
  { name, id, lan, wan, binds, deregisterAfterCritical }: GatewayRequest,
  isLocal: (address: string) => boolean,
) {
  const address = lan ?? { Address: '', Port: DEFAULT_GATEWAY_PORT };
  const bindsTagged = isLocal(address.Address) && isLocal(wan?.Address ?? '');
  const [bound] = Object.values(binds);
  if (address.Address !== '' && bound === undefined && !isLocal(address.Address)) {
    throw new Error(
      `The LAN address "${address.Address}" will not be bindable. Either set a bindable address or override the bind addresses with -bind-address`,
    );
  }
  const config =
    bound !== undefined
      ? { envoy_gateway_no_default_bind: true, envoy_gateway_bind_addresses: binds }
      : { envoy_gateway_no_default_bind: true, envoy_gateway_bind_tagged_addresses: true };
  return {
    Kind: 'mesh-gateway',
    ID: id,
    Name: name,
    Address: address.Address,
    Port: address.Port,
    TaggedAddresses: {
      ...(address.Address === '' ? {} : { lan: address }),
      ...(wan === undefined || wan.Address === '' ? {} : { wan }),
    },
    ...(bound !== undefined || bindsTagged ? { Proxy: { Config: config } } : {}),
    Check: {
      Name: 'mesh-gateway listening',
      TCP: checkAddress(bound ?? address),
      Interval: '10s',
      DeregisterCriticalServiceAfter: deregisterAfterCritical,
    },
  };
}

/** The agent runs where the gateway does, so that what is bound everywhere can be checked on the loopback. */
function checkAddress({ Address, Port }: ServiceAddress): string {
  const host = { '': '127.0.0.1', '0.0.0.0': '127.0.0.1', '::': '::1' }[Address] ?? Address;
  return formatHostPort({ host, port: Port });
}
