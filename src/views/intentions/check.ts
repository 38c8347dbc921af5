// SPDX-License-Identifier: Apache-2.0
import { ANY } from '../../model/intention/caller.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../../state/tables/server-settings.ts';
import { defineView } from '../engine/view.ts';
import { intentionMatch } from './match.ts';

export interface CheckKey {
  readonly source: string;
  /** The peer that the source is in; '' for this cluster. */
  readonly peer: string;
  readonly destination: string;
}

export interface IntentionDecision {
  readonly isAllowed: boolean;
  /** Undefined where nothing is said and the default counts. */
  readonly decidedBy: { readonly precedence: number; readonly hasPermissions: boolean } | undefined;
}

/** Whether a service may connect, whatever it asks then: who may ask some things only may not. */
export const intentionCheck = defineView<CheckKey, IntentionDecision>({
  name: 'intentions/check',
  key: ({ source, peer, destination }) => JSON.stringify([source, peer, destination]),
  compute: (read, { source, peer, destination }) => {
    const matches = read.view(intentionMatch, { by: 'destination', name: destination });
    const first = matches.find(({ SourceName, SourcePeer = '' }) => {
      const isThere = SourcePeer.toLowerCase() === peer.toLowerCase();
      return isThere && (SourceName === source || SourceName === ANY);
    });
    if (first !== undefined) {
      const hasPermissions = first.Permissions !== undefined;
      const decidedBy = { precedence: first.Precedence, hasPermissions };
      return { isAllowed: first.Action === 'allow', decidedBy };
    }
    const settings = read.get(serverSettings, SERVER_SETTINGS_KEY)?.value;
    return {
      isAllowed: settings?.defaultIntentionPolicy === 'allow',
      decidedBy: undefined,
    };
  },
});
