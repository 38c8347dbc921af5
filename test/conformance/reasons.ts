// SPDX-License-Identifier: Apache-2.0
// The steps that answer otherwise than the recorded Consul, each with its reason. A step that fails and is not
// here fails the run, and so does one that is here and passes: the list can't outlive its reasons.

export interface Reason {
  readonly scenario: string;
  /** The names of the steps. */
  readonly steps: readonly string[];
  /** 'better': on purpose, and why it is better; 'missing': what isn't built. */
  readonly kind: 'better' | 'missing';
  readonly why: string;
}

export const reasons: readonly Reason[] = [];
