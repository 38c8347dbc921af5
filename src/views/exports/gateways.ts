// SPDX-License-Identifier: Apache-2.0
import type { PeerInstance } from '../../model/peering/instance.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { services } from '../../state/tables/services.ts';
import { instanceOf } from '../health/instances.ts';
import { defineView } from '../engine/view.ts';

/** This cluster's mesh gateways, by node and id: the ways in for every peer. */
export const exportingGateways = defineView<null, readonly PeerInstance[]>({
  name: 'exports/gateways',
  key: () => '',
  compute: (read) =>
    read
      .by(services, 'kind', rowKey(localTenancy, 'mesh-gateway'))
      .map((row) => instanceOf(read, row))
      .filter((instance) => instance !== undefined),
});
