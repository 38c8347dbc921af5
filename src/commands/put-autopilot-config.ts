// SPDX-License-Identifier: Apache-2.0
import type { AutopilotConfig } from '../model/operator/autopilot.ts';
import { AUTOPILOT_KEY, autopilot } from '../state/tables/autopilot.ts';
import { defineCommand, put } from './command.ts';

export interface PutAutopilotConfig {
  readonly config: AutopilotConfig;
  /** Write only if the configuration's revision is this one; 0: only if there is none. */
  readonly cas?: number;
}

/** Sets how servers are looked after. Replies whether it is so now: false when `cas` did not fit. */
export const putAutopilotConfig = defineCommand<PutAutopilotConfig, boolean>({
  name: 'put-autopilot-config',
  decide: (read, { config, cas }) => {
    const present = read.get(autopilot, AUTOPILOT_KEY);
    if (cas !== undefined && cas !== (present?.modifyRevision ?? 0)) {
      return { writes: [], reply: false };
    }
    // An equal one moves too, so that of two who saw the same only one writes.
    return { writes: [put(autopilot, { config })], reply: true };
  },
});
