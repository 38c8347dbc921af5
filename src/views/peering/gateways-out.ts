// SPDX-License-Identifier: Apache-2.0
import { formatHostPort } from '../../model/host-port.ts';
import { exportingGateways } from '../exports/gateways.ts';
import { lanAddress } from '../health/address.ts';
import { defineView } from '../engine/view.ts';
import { peersThroughGateways } from './through-gateways.ts';

/**
 * Where our servers try to reach peers first, `host:port`: our mesh gateways, at their LAN addresses. Empty unless
 * the `mesh` entry asks for it.
 */
export const gatewaysOut = defineView<null, readonly string[]>({
  name: 'peering/gateways-out',
  key: () => '',
  compute: (read) => {
    if (!read.view(peersThroughGateways, null)) return [];
    return read.view(exportingGateways, null).map((gateway) => {
      const { address, port } = lanAddress(gateway);
      return formatHostPort({ host: address, port });
    });
  },
});
