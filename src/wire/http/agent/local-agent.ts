// SPDX-License-Identifier: Apache-2.0
import type { CheckResult } from '../../../model/agent/check-running.ts';
import type { ChecksAllowed } from '../../../model/agent/check-type.ts';
import type { PortRange } from '../../../model/agent/sidecar.ts';
import type { IssuedCert } from '../../../model/ca/leaf.ts';

/** What endpoints ask of this node's own agent. */
export interface LocalAgent {
  /** Ports that sidecars without one get. */
  readonly sidecarPorts: PortRange;
  /** Which checks may be registered over the API. */
  readonly allowedChecks: ChecksAllowed;
  /** What somebody says of a TTL check; resolves when it is kept. Refusal when there is no such check. */
  readonly report: (checkId: string, result: CheckResult) => Promise<void>;
  /** The newest output of a check when the catalog doesn't have it yet. */
  readonly pendingOutput: (checkId: string) => string | undefined;
  /**
   * The certificate of a service with its private key, issued if need be. Waits, at most for so long, while
   * the one that there is has this index.
   */
  readonly leafOf: (service: string, wait: LeafWait) => Promise<IssuedCert>;
}

export interface LeafWait {
  /** 0: answer at once. */
  readonly index: number;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}
