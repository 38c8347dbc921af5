// SPDX-License-Identifier: Apache-2.0
// The visible list of tables. A row of a table that isn't here stays in the log, unread.
import type { Table } from './table.ts';
import { agentChecks } from './tables/agent-checks.ts';
import { agentServices } from './tables/agent-services.ts';
import { autopilot } from './tables/autopilot.ts';
import { caConfig } from './tables/ca-config.ts';
import { caKeys, caRoots, cluster } from './tables/ca.ts';
import { checks } from './tables/checks.ts';
import { configEntries } from './tables/config-entries.ts';
import { coordinates } from './tables/coordinates.ts';
import { entryStatus } from './tables/entry-status.ts';
import { kv } from './tables/kv.ts';
import { leafCerts } from './tables/leaf-certs.ts';
import { lockDelays } from './tables/lock-delays.ts';
import { nodes } from './tables/nodes.ts';
import { peerStreams } from './tables/peer-streams.ts';
import { peeringExchanges } from './tables/peering-exchanges.ts';
import { peeringSecrets } from './tables/peering-secrets.ts';
import { peerings } from './tables/peerings.ts';
import { preparedQueries } from './tables/prepared-queries.ts';
import { proxyStatus } from './tables/proxy-status.ts';
import { serverSettings } from './tables/server-settings.ts';
import { services } from './tables/services.ts';
import { sessions } from './tables/sessions.ts';
import { trustBundles } from './tables/trust-bundles.ts';
import { virtualIps } from './tables/virtual-ips.ts';

export const tables: readonly Table<object>[] = [
  nodes,
  services,
  checks,
  coordinates,
  virtualIps,
  configEntries,
  entryStatus,
  cluster,
  caRoots,
  caKeys,
  caConfig,
  peerings,
  peeringExchanges,
  peeringSecrets,
  trustBundles,
  peerStreams,
  leafCerts,
  serverSettings,
  proxyStatus,
  agentServices,
  agentChecks,
  autopilot,
  preparedQueries,
  kv,
  sessions,
  lockDelays,
] as never;

/** Those that a snapshot holds. */
export const sharedTables: readonly Table<object>[] = tables.filter((table) => {
  return table.isOfThisServer !== true;
});
