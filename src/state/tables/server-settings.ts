// SPDX-License-Identifier: Apache-2.0
import type { IntentionAction } from '../../model/config-entries/service-intentions/schema.ts';
import { defineTable } from '../table.ts';

/** What this server's configuration says to its views. Local lane: another server may be configured otherwise. */
export interface ServerSettingsRow {
  /** For callers that no intention names. */
  readonly defaultIntentionPolicy: IntentionAction;
}

export const SERVER_SETTINGS_KEY = 'server';

/** One row; while it is missing, what it decides is refused. */
export const serverSettings = defineTable<ServerSettingsRow>()({
  name: 'server-settings',
  isOfThisServer: true,
  key: () => SERVER_SETTINGS_KEY,
  indexes: {},
});
