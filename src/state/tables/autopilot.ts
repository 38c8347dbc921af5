// SPDX-License-Identifier: Apache-2.0
import type { AutopilotConfig } from '../../model/operator/autopilot.ts';
import { defineTable } from '../table.ts';

export interface AutopilotRow {
  readonly config: AutopilotConfig;
}

export const AUTOPILOT_KEY = 'autopilot';

/** One row, written when a cluster begins. */
export const autopilot = defineTable<AutopilotRow>()({
  name: 'autopilot',
  key: () => AUTOPILOT_KEY,
  indexes: {},
});
