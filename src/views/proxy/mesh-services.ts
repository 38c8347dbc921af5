// SPDX-License-Identifier: Apache-2.0
import { meshNameOf } from '../../model/catalog/service.ts';
import { services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';
import { byText } from './order.ts';

export interface MeshServices {
  /** Services of this cluster that have a sidecar or are native. Sorted. */
  readonly local: readonly string[];
  /** Services that peers let us reach. Sorted by peer, then name. */
  readonly imported: readonly { readonly peer: string; readonly service: string }[];
}

/** Every service in the mesh. Recomputed when any registration changes, and then mostly found to be equal. */
export const meshServices = defineView<null, MeshServices>({
  name: 'proxy/mesh-services',
  key: () => '',
  compute: (read) => {
    const local: string[] = [];
    const imported: { peer: string; service: string }[] = [];
    for (const bucket of read.indexValues(services, 'mesh')) {
      const row = read.by(services, 'mesh', bucket)[0]?.value;
      const service = row && meshNameOf(row.service);
      if (row === undefined || service === undefined) continue;
      if (row.tenancy.peer === '') local.push(service);
      else imported.push({ peer: row.tenancy.peer, service });
    }
    local.sort(byText);
    imported.sort((a, b) => byText(a.peer, b.peer) || byText(a.service, b.service));
    return { local, imported };
  },
});
