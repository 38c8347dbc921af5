// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../../model/duration.ts';
import { type AutopilotConfig, DEFAULT_AUTOPILOT } from '../../model/operator/autopilot.ts';
import { AUTOPILOT_KEY, autopilot } from '../../state/tables/autopilot.ts';
import { defineView } from '../engine/view.ts';
import type { Indexed } from '../health/instances.ts';

type Durations = 'LastContactThreshold' | 'ServerStabilizationTime';

/** The configuration as the API shows it: durations as Go writes them. */
export type ShownAutopilot = Omit<AutopilotConfig, Durations> &
  Readonly<Record<Durations, string>> &
  Indexed;

export const autopilotConfig = defineView<null, ShownAutopilot>({
  name: 'operator/autopilot',
  key: () => '',
  compute: (read) => {
    const row = read.get(autopilot, AUTOPILOT_KEY);
    const config = row?.value.config ?? DEFAULT_AUTOPILOT;
    return {
      ...config,
      LastContactThreshold: formatDuration(config.LastContactThreshold),
      ServerStabilizationTime: formatDuration(config.ServerStabilizationTime),
      CreateIndex: row?.createRevision ?? 0,
      ModifyIndex: row?.modifyRevision ?? 0,
    };
  },
});
