// SPDX-License-Identifier: Apache-2.0
import type { GatewayMode } from '../catalog/service.ts';
import type { ChainEntries } from './entries.ts';

/** What a caller wants otherwise than the entries say. */
export interface ChainOverrides {
  /** '' for what the entries say. */
  readonly protocol: string;
  /** 0 for what the entries say. */
  readonly connectTimeoutMs: number;
  /** '' for what the entries say. */
  readonly gatewayMode: GatewayMode;
}

export const NO_OVERRIDES: ChainOverrides = { protocol: '', connectTimeoutMs: 0, gatewayMode: '' };

export interface ChainRequest {
  readonly service: string;
  readonly datacenter: string;
  readonly trustDomain: string;
  readonly overrides: ChainOverrides;
  readonly entries: ChainEntries;
  /** null for a service that has none. */
  readonly virtualIps: {
    readonly auto: readonly string[];
    readonly manual: readonly string[];
  } | null;
}

/** Which overrides make the chain another one than it is without. */
export interface Customised {
  protocol?: string;
  connectTimeoutMs?: number;
  gatewayMode?: GatewayMode;
}
