// SPDX-License-Identifier: Apache-2.0
import { defineView } from '../engine/view.ts';
import { gatewayServices } from '../gateways/services.ts';
import { intentionMatch } from '../intentions/match.ts';
import type { ShownIntention } from '../intentions/shown.ts';

/** The intentions for calls to the services behind a gateway. */
export const gatewayIntentions = defineView<string, readonly ShownIntention[]>({
  name: 'ui/gateway-intentions',
  key: (gateway) => gateway.toLowerCase(),
  compute: (read, gateway) => {
    const names = new Set(read.view(gatewayServices, gateway).map(({ Service }) => Service.Name));
    const found = new Map<string, ShownIntention>();
    for (const name of names) {
      for (const intention of read.view(intentionMatch, { by: 'destination', name })) {
        const { SourcePeer = '', SourceName, DestinationName } = intention;
        found.set(JSON.stringify([SourcePeer, SourceName, DestinationName]), intention);
      }
    }
    return [...found.values()];
  },
});
