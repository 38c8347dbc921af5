// SPDX-License-Identifier: Apache-2.0
import { formatHostPort } from '../../model/host-port.ts';
import { exportingGateways } from '../exports/gateways.ts';
import { wanAddress } from '../health/address.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { peeringPortOf, serversOf } from './servers.ts';
import { peersThroughGateways } from './through-gateways.ts';

/**
 * Where peers can dial our servers, `host:port`: at the servers themselves, or at the mesh gateways when peers come
 * through them. Empty when no server has a gRPC port, or there is no gateway (peering-protocol §1.4).
 */
export const serverAddresses = defineView<null, readonly string[]>({
  name: 'peering/server-addresses',
  key: () => '',
  compute: (read) =>
    read.view(peersThroughGateways, null) ? gatewayAddresses(read) : ownAddresses(read),
});

function ownAddresses(read: ViewRead): readonly string[] {
  return serversOf(read).flatMap((server) => {
    const port = peeringPortOf(server);
    if (port === undefined) return [];
    const { Node } = server;
    return [formatHostPort({ host: Node.TaggedAddresses?.['wan'] ?? Node.Address, port })];
  });
}

/** Whether they are well or not: a gateway that is ill today may be the way in tomorrow, when the token is used. */
function gatewayAddresses(read: ViewRead): readonly string[] {
  return read.view(exportingGateways, null).map((gateway) => {
    const { address, port } = wanAddress(gateway);
    return formatHostPort({ host: address, port });
  });
}
