// SPDX-License-Identifier: Apache-2.0
import type { ResourceReference } from './resource-reference.ts';

/** Something that is so, or not, of an entry or of a part of it (Kubernetes' conditions, as Consul shows them). */
export interface Condition {
  readonly Type: 'Accepted' | 'Bound' | 'Conflicted' | 'ResolvedRefs';
  readonly Status: 'True' | 'False';
  readonly Reason: string;
  readonly Message: string;
  readonly Resource: ResourceReference;
  /** RFC 3339. */
  readonly LastTransitionTime: string;
}

export interface Status {
  readonly Conditions: readonly Condition[];
}

/** About the entry as a whole. */
export const WHOLE: ResourceReference = { Kind: '', Name: '', SectionName: '' };
