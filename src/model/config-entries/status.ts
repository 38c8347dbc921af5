// SPDX-License-Identifier: Apache-2.0
import { rowKey, type Tenancy } from '../tenancy.ts';
import type { ResourceReference } from './resource-reference.ts';

/** Something that is so, or not, of an entry or of a part of it (Kubernetes' conditions, as Consul shows them). */
export interface Condition {
  readonly Type: 'Accepted' | 'Bound' | 'Conflicted' | 'ResolvedRefs';
  readonly Status: 'True' | 'False';
  readonly Reason: string;
  readonly Message: string;
  readonly Resource: ResourceReference;
  /** RFC 3339; '' until it has been recorded since when it is so. */
  readonly LastTransitionTime: string;
}

export interface Status {
  readonly Conditions: readonly Condition[];
}

/**
 * What follows from other entries, as it was when it last changed: the Status of an entry, or what a bound-api-gateway
 * has. It is stored for what can't be derived, the time and the revision of that change.
 */
export interface EntryStatusRow {
  readonly tenancy: Tenancy;
  readonly kind: string;
  readonly name: string;
  readonly shown: Status | object;
}

export const entryStatusKey = (tenancy: Tenancy, kind: string, name: string): string =>
  rowKey(tenancy, kind, name);

/** The same with the time for what had none. */
export function dated<S extends Status | object>(shown: S, time: string): S {
  if (!('Conditions' in shown)) return shown;
  const Conditions = shown.Conditions.map((one) => {
    return one.LastTransitionTime === '' ? { ...one, LastTransitionTime: time } : one;
  });
  return { ...shown, Conditions };
}

/** About the entry as a whole. */
export const WHOLE: ResourceReference = { Kind: '', Name: '', SectionName: '' };
