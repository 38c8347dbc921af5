// SPDX-License-Identifier: Apache-2.0
// Where to connect. In: instances, with their checks. Out: endpoints by address, each once; those that are not well
// stay listed, since a proxy that still talks to them should finish. Shared by all proxies that connect there.
import { localTenancy, peerTenancy, rowKey } from '../../model/tenancy.ts';
import { services } from '../../state/tables/services.ts';
import { lanAddress, wanAddress } from '../health/address.ts';
import { type Instance, instanceOf, instances } from '../health/instances.ts';
import { defineView } from '../engine/view.ts';
import { byText } from './order.ts';
import type { Endpoint, NetworkAddress } from './snapshot.ts';

/** The sidecars and native instances of a service of ours, at their LAN addresses. */
export const sidecarEndpoints = defineView<string, readonly Endpoint[]>({
  name: 'proxy/sidecar-endpoints',
  key: (service) => service.toLowerCase(),
  compute: (read, service) =>
    endpointsOf(read.view(instances, { tenancy: localTenancy, service, by: 'mesh' }), lanAddress),
});

/** Our mesh gateways, at their LAN addresses. */
export const gatewayEndpoints = defineView<null, readonly Endpoint[]>({
  name: 'proxy/gateway-endpoints',
  key: () => '',
  compute: (read) => {
    const rows = read.by(services, 'kind', rowKey(localTenancy, 'mesh-gateway'));
    const found = rows.map((row) => instanceOf(read, row)).filter((one) => one !== undefined);
    return endpointsOf(found, lanAddress);
  },
});

export interface PeeredServiceKey {
  readonly peer: string;
  readonly service: string;
}

export const peeredServiceKey = ({ peer, service }: PeeredServiceKey): string =>
  `${peer.toLowerCase()}/${service.toLowerCase()}`;

/** A peer's gateways as they stand for one of its services, at their WAN addresses. */
export const peerGatewayEndpoints = defineView<PeeredServiceKey, readonly Endpoint[]>({
  name: 'proxy/peer-gateway-endpoints',
  key: peeredServiceKey,
  compute: (read, { peer, service }) => {
    const tenancy = peerTenancy(peer);
    return endpointsOf(read.view(instances, { tenancy, service, by: 'mesh' }), wanAddress);
  },
});

function endpointsOf(
  found: readonly Instance[],
  addressOf: (instance: Instance) => NetworkAddress,
): readonly Endpoint[] {
  const byAddress = new Map<string, Endpoint>();
  for (const instance of found) {
    const { address, port } = addressOf(instance);
    if (address === '' || port < 1 || port > 65_535) continue;
    const endpoint = { address, port, ...conditionOf(instance) };
    const where = `${address}:${port}`;
    if (byAddress.get(where)?.isHealthy !== true) byAddress.set(where, endpoint);
  }
  return [...byAddress.values()].sort((a, b) => byText(a.address, b.address) || a.port - b.port);
}

const MAX_WEIGHT = 128;

/** Passing and warning instances are well, by their weights; every other status is not, also one nobody knows. */
function conditionOf({ Checks, Service }: Instance): Pick<Endpoint, 'weight' | 'isHealthy'> {
  const isWell = Checks.every(({ Status }) => Status === 'passing' || Status === 'warning');
  const isWarning = Checks.some(({ Status }) => Status === 'warning');
  // Registered without weights, or imported from one that was: both are 0 or absent.
  const { Passing = 1, Warning = 1 } = Service.Weights ?? {};
  const weight = isWarning ? Warning : Passing;
  if (weight < 1) return { weight: 1, isHealthy: false };
  return { weight: Math.min(Math.trunc(weight), MAX_WEIGHT), isHealthy: isWell };
}
