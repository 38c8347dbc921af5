// SPDX-License-Identifier: Apache-2.0
import type { Tenancy } from '../tenancy.ts';

export type CheckStatus = 'passing' | 'warning' | 'critical' | 'maintenance';

export const NODE_MAINTENANCE = '_node_maintenance';
export const SERVICE_MAINTENANCE_PREFIX = '_service_maintenance:';

/** The type of a check that shows whether there is a session of the name in its definition. */
export const SESSION_CHECK = 'session';

/** What a check does, as the API shows it (durations are Go duration texts such as '10s'). */
export interface CheckDefinition {
  readonly [name: string]: unknown;
}

/** A health check as Consul's API shows it; a node check has ServiceID ''. */
export interface HealthCheck {
  readonly Node: string;
  readonly CheckID: string;
  readonly Name: string;
  readonly Status: string;
  readonly Notes: string;
  readonly Output: string;
  readonly ServiceID: string;
  readonly ServiceName: string;
  readonly ServiceTags: readonly string[];
  readonly Type: string;
  readonly Interval: string;
  readonly Timeout: string;
  readonly ExposedPort: number;
  readonly Definition: CheckDefinition;
}

export interface CheckRow {
  readonly tenancy: Tenancy;
  readonly check: HealthCheck;
}

// Lowest wins. A text that is none of these wins over all, so that nothing unknown counts as healthy.
const SEVERITY: Readonly<Record<string, number>> = {
  maintenance: 1,
  critical: 2,
  warning: 3,
  passing: 4,
};

/** The status of an instance from all its checks, node checks included (peering-protocol §5.6). */
export function aggregateStatus(checks: readonly HealthCheck[]): string {
  let worst = 'passing';
  for (const { CheckID, Status } of checks) {
    if (CheckID === NODE_MAINTENANCE || CheckID.startsWith(SERVICE_MAINTENANCE_PREFIX)) {
      return 'maintenance';
    }
    if ((SEVERITY[Status] ?? 0) < (SEVERITY[worst] ?? 0)) worst = Status;
  }
  return worst;
}
