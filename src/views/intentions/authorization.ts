// SPDX-License-Identifier: Apache-2.0
import { ANY } from '../../model/intention/caller.ts';
import { DEFAULT_NAME } from '../../model/tenancy.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../../state/tables/server-settings.ts';
import { defineView } from '../engine/view.ts';
import { intentionMatch } from './match.ts';
import type { ShownIntention } from './shown.ts';

export interface AuthorizationKey {
  readonly source: string;
  /** Where intentions name nobody but in 'default'. */
  readonly namespace: string;
  readonly destination: string;
}

export interface Authorization {
  readonly Authorized: boolean;
  /** For people. */
  readonly Reason: string;
}

/** Whether a service may connect, to whoever can't look into requests: who may ask some things only may not. */
export const authorization = defineView<AuthorizationKey, Authorization>({
  name: 'intentions/authorization',
  key: ({ source, namespace, destination }) => JSON.stringify([source, namespace, destination]),
  isRare: () => true,
  compute: (read, { source, namespace, destination }) => {
    const matches = read.view(intentionMatch, { by: 'destination', name: destination });
    const first = matches.find(({ SourceNS, SourceName, SourcePeer }) => {
      const isNamed = SourceName === source || SourceName === ANY;
      return isNamed && SourcePeer === undefined && SourceNS === namespace;
    });
    if (first !== undefined) return decidedBy(first);
    const policy = read.get(serverSettings, SERVER_SETTINGS_KEY)?.value.defaultIntentionPolicy;
    // Without access control, only a setting makes the default a refusal.
    return policy === 'allow'
      ? { Authorized: true, Reason: 'Default behavior configured by ACLs' }
      : { Authorized: false, Reason: 'Default intention policy' };
  },
});

function decidedBy(intention: ShownIntention): Authorization {
  const { SourceName, DestinationName, Precedence, Permissions, Action = 'deny' } = intention;
  const ends = `${DEFAULT_NAME}/${SourceName} => ${DEFAULT_NAME}/${DestinationName}`;
  const [layer, decision] =
    Permissions === undefined
      ? ['L4', `Action: ${Action.toUpperCase()}`]
      : ['L7', `Permissions: ${Permissions.length}`];
  return {
    Authorized: Permissions === undefined && Action === 'allow',
    Reason: `Matched ${layer} intention: ${ends} (Precedence: ${Precedence}, ${decision})`,
  };
}
