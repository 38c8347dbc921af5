// SPDX-License-Identifier: Apache-2.0
import type { LocalAgent } from './local-agent.ts';

/** A check with the output that was found last, which the catalog may not have yet; the same object when it has. */
export function withNewestOutput<C extends { readonly CheckID: string; readonly Output: string }>(
  check: C,
  agent: LocalAgent,
): C {
  const Output = agent.pendingOutput(check.CheckID);
  return Output === undefined ? check : { ...check, Output };
}
