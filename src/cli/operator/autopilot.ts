// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';
import type { Uint64 } from '../../client/exact-json.ts';
import { parseExactJson } from '../../client/exact-json.ts';
import { whileDoing } from '../failure.ts';

/** How servers are looked after, as the API has it; durations are texts. */
export interface AutopilotConfig {
  readonly CleanupDeadServers: boolean;
  readonly LastContactThreshold: string;
  readonly MaxTrailingLogs: Uint64;
  readonly MinQuorum: Uint64;
  readonly ServerStabilizationTime: string;
  readonly RedundancyZoneTag: string;
  readonly DisableUpgradeMigration: boolean;
  readonly UpgradeVersionTag: string;
  readonly ModifyIndex: Uint64;
}

export const CONFIG_PATH = '/v1/operator/autopilot/configuration';

export async function readAutopilotConfig(client: Client): Promise<AutopilotConfig> {
  const { body } = await whileDoing(
    'Error querying Autopilot configuration',
    client.send({ path: CONFIG_PATH }),
  );
  return parseExactJson<AutopilotConfig>(body);
}
