// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { type AutopilotConfig, readAutopilotConfig } from './autopilot.ts';

const SHOWN: readonly (keyof AutopilotConfig)[] = [
  'CleanupDeadServers',
  'LastContactThreshold',
  'MaxTrailingLogs',
  'MinQuorum',
  'ServerStabilizationTime',
  'RedundancyZoneTag',
  'DisableUpgradeMigration',
  'UpgradeVersionTag',
];
const QUOTED: readonly (keyof AutopilotConfig)[] = ['RedundancyZoneTag', 'UpgradeVersionTag'];

export const autopilotGetConfig = defineCliCommand({
  words: ['operator', 'autopilot', 'get-config'],
  synopsis: 'Display the current Autopilot configuration',
  help: `
Usage: causeway operator autopilot get-config [options]

  Shows how the servers of a cluster are looked after.

    $ causeway operator autopilot get-config
`,
  flags: {},
  run: async ({ client, terminal }) => {
    const config = await readAutopilotConfig(client);
    for (const name of SHOWN) {
      const value = String(config[name]);
      terminal.out(`${name} = ${QUOTED.includes(name) ? JSON.stringify(value) : value}\n`);
    }
    return 0;
  },
});
