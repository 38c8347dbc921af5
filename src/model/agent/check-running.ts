// SPDX-License-Identifier: Apache-2.0
// What those who run checks and those who keep their results say to each other.
import type { CheckStatus } from '../catalog/check.ts';
import type { CheckType } from './check-type.ts';

/** What a check found out. */
export interface CheckResult {
  readonly status: Exclude<CheckStatus, 'maintenance'>;
  readonly output: string;
}

/** A check that is to be run. A change of anything here starts it anew. */
export interface CheckToRun {
  readonly id: string;
  readonly type: CheckType;
  /** The service it belongs to, '' for the node's. */
  readonly serviceId: string;
}

/** What is known of a check when its running begins. */
export interface KnownCheck {
  readonly status: string;
  readonly output: string;
  /** TTL checks: when it was last heard of. */
  readonly heardMs?: number;
}

/** Whose health an alias check shows: an instance, or with serviceId '' a node. */
export interface AliasTarget {
  /** '' for the agent's own node. */
  readonly node: string;
  readonly serviceId: string;
}

/** What the running of checks asks of the world around it. */
export interface CheckSink {
  /** Keeps a result; rejects when it could not be kept. */
  readonly publish: (id: string, result: CheckResult, heardMs?: number) => Promise<void>;
  /** Removes a service whose check has been critical for too long. */
  readonly deregister: (serviceId: string) => Promise<void>;
  /** Tells the health of an alias' target, now and whenever it changes, until the returned function is called. */
  readonly watchAlias: (target: AliasTarget, tell: (result: CheckResult) => void) => () => void;
}

/** Runs the checks that it is told of. */
export interface CheckRunning {
  /** Starts what is new or changed and stops what is gone. */
  reconcile(wanted: readonly CheckToRun[], known: (id: string) => KnownCheck | undefined): void;
  /** What somebody says of a TTL check; resolves when it is kept. Refusal when there is no such check. */
  report(id: string, result: CheckResult): Promise<void>;
  /** Runs the failing checks of a service at once: there is news of it. */
  hasten(serviceId: string): void;
  /** Stops these checks; they start anew when they are reconciled next. */
  forget(ids: readonly string[]): void;
  /** The newest output of a check when it is not kept yet. */
  pendingOutput(id: string): string | undefined;
  /** Stops all. */
  stop(): void;
}
