// SPDX-License-Identifier: Apache-2.0
import { defineView } from '../engine/view.ts';
import { exportedNames } from '../exports/names.ts';
import type { ListedService } from './services.ts';
import { namedSummary } from './summary.ts';

export interface UiExportedKey {
  /** The local name of a peering. */
  readonly peer: string;
  readonly datacenter: string;
}

/** The services that a peer is given, by name: nothing else is told of them. */
export const uiExported = defineView<UiExportedKey, readonly ListedService[]>({
  name: 'ui/exported',
  key: ({ peer }) => peer,
  compute: (read, { peer, datacenter }) => {
    return read.view(exportedNames, peer).services.map((name) => ({
      ...namedSummary(name, datacenter),
      ConnectedWithProxy: false,
      ConnectedWithGateway: false,
    }));
  },
});
