// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';
import { durationError, parseDurationMs } from '../duration.ts';
import { rowKey, type Tenancy } from '../tenancy.ts';

/** A claim to be alive, which locks are held by: it ends with its node, its checks or its time. */
export interface Session {
  readonly ID: string;
  readonly Name: string;
  readonly Node: string;
  /** Nanoseconds for which a lock that it loses can't be taken. */
  readonly LockDelay: number;
  /** What becomes of the keys that it holds when it ends. */
  readonly Behavior: 'release' | 'delete';
  /** A Go duration, as it was written; '' or zero for one that does not run out. */
  readonly TTL: string;
  readonly NodeChecks: readonly string[] | null;
  readonly ServiceChecks: readonly ServiceCheckRef[] | null;
  /** What NodeChecks were once called, for whoever still names them so. */
  readonly Checks?: readonly string[];
}

export interface ServiceCheckRef {
  readonly ID: string;
  readonly Namespace: string;
}

export interface SessionRow {
  readonly tenancy: Tenancy;
  readonly session: Session;
}

export const sessionKey = (tenancy: Tenancy, id: string): string => rowKey(tenancy, id);

/** The ids of the checks that it depends on. */
export function checksOf({ NodeChecks, ServiceChecks, Checks = [] }: Session): readonly string[] {
  const services = (ServiceChecks ?? []).map(({ ID }) => ID);
  return [...new Set([...Checks, ...(NodeChecks ?? []), ...services])];
}

const MIN_TTL_MS = 10_000;
const MAX_TTL_MS = 86_400_000;

/** How long it lives without being renewed, in milliseconds; 0 for ever. Refusal for what is no such time. */
export function ttlMsOf(ttl: string, minMs: number = MIN_TTL_MS): number {
  if (ttl === '') return 0;
  const ms = parseDurationMs(ttl);
  if (ms === undefined) {
    throw new Refusal('rpc-error', `Session TTL '${ttl}' invalid: ${durationError(ttl)}`);
  }
  if (ms !== 0 && (ms < minMs || ms > MAX_TTL_MS)) {
    const range = `[${minMs / 1_000}s=24h0m0s]`;
    const text = `Invalid Session TTL '${Math.round(ms * 1e6)}', must be between ${range}`;
    throw new Refusal('rpc-error', text);
  }
  return ms;
}
