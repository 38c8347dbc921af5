// SPDX-License-Identifier: Apache-2.0
import type { NodeService } from '../../model/catalog/service.ts';
import { nodes } from '../../state/tables/nodes.ts';
import { services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';

/** How much is registered here; what was imported from peers is counted where it came from. */
export interface Usage {
  readonly Services: number;
  readonly ServiceInstances: number;
  readonly ConnectServiceInstances: Readonly<Record<string, number>>;
  /** Instances of ordinary services but for Consul's own. */
  readonly BillableServiceInstances: number;
  readonly Nodes: number;
}

const OWN_SERVICE = 'consul';

export const usage = defineView<null, Usage>({
  name: 'operator/usage',
  key: () => '',
  compute: (read) => {
    const names = new Set<string>();
    let billable = 0;
    // A kind that nobody knows may be registered, but is not counted.
    const connect: Record<string, number> = {
      'api-gateway': 0,
      'connect-native': 0,
      'connect-proxy': 0,
      'ingress-gateway': 0,
      'mesh-gateway': 0,
      'terminating-gateway': 0,
    };
    const rows = read.by(services, 'peer', '');
    for (const { value } of rows) {
      const { service } = value;
      names.add(service.Service.toLowerCase());
      for (const kind of meshKindsOf(service)) {
        const count = connect[kind];
        if (count !== undefined) connect[kind] = count + 1;
      }
      if (isOrdinary(service) && service.Service !== OWN_SERVICE) billable += 1;
    }
    return {
      Services: names.size,
      ServiceInstances: rows.length,
      ConnectServiceInstances: connect,
      BillableServiceInstances: billable,
      Nodes: read.count(nodes, 'peer', ''),
    };
  },
});

const isOrdinary = ({ Kind = '' }: NodeService): boolean => Kind === '';

function meshKindsOf(service: NodeService): readonly string[] {
  const isNative = service.Connect.Native === true;
  const kinds = isOrdinary(service) ? [] : [service.Kind as string];
  return isNative ? [...kinds, 'connect-native'] : kinds;
}
