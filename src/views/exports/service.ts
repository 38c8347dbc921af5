// SPDX-License-Identifier: Apache-2.0
import { exportedInstance, type PeerInstance } from '../../model/peering/instance.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { instances } from '../health/instances.ts';
import { defineView } from '../engine/view.ts';

/** All instances of a service as any peer gets them; computed once for all peers. Empty deletes it there. */
export const exportedService = defineView<string, readonly PeerInstance[]>({
  name: 'exports/service',
  key: (service) => service.toLowerCase(),
  compute: (read, service) =>
    read
      .view(instances, { tenancy: localTenancy, service, by: 'name' })
      .map(exportedInstance)
      .filter((instance) => instance !== undefined),
});
