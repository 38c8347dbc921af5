// SPDX-License-Identifier: Apache-2.0
// What an agent remembers of what was registered with it, beyond what the catalog shows.
import type { HealthCheck } from '../catalog/check.ts';
import type { NodeService } from '../catalog/service.ts';
import type { CheckType } from './check-type.ts';

/** Where a registration came from: one that came from a file goes when the file no longer holds it. */
export type RegistrationSource = 'api' | 'file';

export interface AgentServiceRow {
  readonly node: string;
  /** As it was registered, before central configuration is merged in. */
  readonly service: NodeService;
  readonly source: RegistrationSource;
  /** The id of the service that nested it, if it was nested: it goes with that one. */
  readonly sidecarOf?: string;
}

/** A check without what running it finds out, which is in the catalog. */
export type CheckIdentity = Omit<HealthCheck, 'Status' | 'Output' | 'Definition'>;

export interface AgentCheckRow {
  readonly node: string;
  readonly check: CheckIdentity;
  /** Undefined for the marks of maintenance, which nobody runs. */
  readonly type?: CheckType;
  readonly source: RegistrationSource;
  /** TTL checks: when it was last heard of, in ms since the epoch, at least to half its TTL. */
  readonly heardMs?: number;
}
