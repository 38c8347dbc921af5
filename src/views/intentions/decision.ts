// SPDX-License-Identifier: Apache-2.0
import { ANY } from '../../model/intention/caller.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../../state/tables/server-settings.ts';
import { defineView } from '../engine/view.ts';
import type { CheckKey } from './check.ts';
import { intentionMatch } from './match.ts';

/** What intentions say of two services, for people who look at the mesh. */
export interface DecisionSummary {
  /** False where it depends on the request. */
  readonly Allowed: boolean;
  readonly HasPermissions: boolean;
  readonly ExternalSource: string;
  /** Whether it was decided by an intention that names both. */
  readonly HasExact: boolean;
  /** What happens where no intention decides. */
  readonly DefaultAllow: boolean;
}

export const decisionSummary = defineView<Omit<CheckKey, 'peer'>, DecisionSummary>({
  name: 'intentions/decision',
  key: ({ source, destination }) => JSON.stringify([source, destination]),
  compute: (read, { source, destination }) => {
    const settings = read.get(serverSettings, SERVER_SETTINGS_KEY)?.value;
    const DefaultAllow = settings?.defaultIntentionPolicy === 'allow';
    const matches = read.view(intentionMatch, { by: 'destination', name: destination });
    const first = matches.find(({ SourceName, SourcePeer }) => {
      return SourcePeer === undefined && (SourceName === source || SourceName === ANY);
    });
    return {
      Allowed: first === undefined ? DefaultAllow : first.Action === 'allow',
      HasPermissions: first?.Permissions !== undefined,
      ExternalSource: first?.Meta?.['external-source'] ?? '',
      HasExact: first !== undefined && ![first.SourceName, first.DestinationName].includes(ANY),
      DefaultAllow,
    };
  },
});
