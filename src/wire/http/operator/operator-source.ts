// SPDX-License-Identifier: Apache-2.0
import type { ServerFacts } from '../../../model/operator/server.ts';

/** What the operator's endpoints get from the composition root. */
export interface OperatorSource {
  readonly facts: () => ServerFacts;
}
