// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../../model/duration.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, durationFlag, stringFlag, uint64Flag } from '../flag-kinds.ts';
import { CONFIG_PATH, readAutopilotConfig } from './autopilot.ts';

export const autopilotSetConfig = defineCliCommand({
  words: ['operator', 'autopilot', 'set-config'],
  synopsis: 'Modify the current Autopilot configuration',
  help: `
Usage: causeway operator autopilot set-config [options]

  Changes what is named, unless somebody else changes it at the same time.

    $ causeway operator autopilot set-config -cleanup-dead-servers=false
`,
  flags: {
    cleanupDeadServers: boolFlag(
      'cleanup-dead-servers',
      'Whether servers that died go when others have come.',
    ),
    maxTrailingLogs: uint64Flag(
      'max-trailing-logs',
      'How many changes a server may be behind.',
      {},
    ),
    minQuorum: uint64Flag('min-quorum', 'How many servers have to stay.', {}),
    lastContactThreshold: durationFlag(
      'last-contact-threshold',
      'How long a server may be out of contact with the leader.',
    ),
    serverStabilizationTime: durationFlag(
      'server-stabilization-time',
      'How long a new server has to be healthy before it counts.',
    ),
    redundancyZoneTag: stringFlag(
      'redundancy-zone-tag',
      'Node metadata that names the zone of a server, where zones are offered.',
    ),
    disableUpgradeMigration: boolFlag(
      'disable-upgrade-migration',
      'Whether servers of a newer version count at once, where migration is offered.',
    ),
    upgradeVersionTag: stringFlag(
      'upgrade-version-tag',
      'Node metadata that names the version of a server, where migration is offered.',
    ),
  },
  run: async ({ values, client, terminal }) => {
    const { ModifyIndex, ...config } = await readAutopilotConfig(client);
    const duration = (ms: number | undefined, old: string) =>
      ms === undefined ? old : formatDuration(ms);
    const changed = {
      ...config,
      CleanupDeadServers: values.cleanupDeadServers ?? config.CleanupDeadServers,
      LastContactThreshold: duration(values.lastContactThreshold, config.LastContactThreshold),
      MaxTrailingLogs: Number(values.maxTrailingLogs ?? config.MaxTrailingLogs),
      MinQuorum: Number(values.minQuorum ?? config.MinQuorum),
      ServerStabilizationTime: duration(
        values.serverStabilizationTime,
        config.ServerStabilizationTime,
      ),
      RedundancyZoneTag: values.redundancyZoneTag ?? config.RedundancyZoneTag,
      DisableUpgradeMigration: values.disableUpgradeMigration ?? config.DisableUpgradeMigration,
      UpgradeVersionTag: values.upgradeVersionTag ?? config.UpgradeVersionTag,
    };
    const isSet = await whileDoing(
      'Error setting Autopilot configuration',
      client.json<boolean>({
        method: 'PUT',
        path: CONFIG_PATH,
        query: { cas: String(ModifyIndex) },
        body: changed,
      }),
    );
    terminal.out(
      isSet
        ? 'Configuration updated!\n'
        : 'Configuration could not be atomically updated, please try again\n',
    );
    return isSet ? 0 : 1;
  },
});
