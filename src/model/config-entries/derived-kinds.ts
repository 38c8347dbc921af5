// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';

/** Kinds that follow from entries of others: they are read like these, and nobody writes them. */
export const DERIVED_KINDS: readonly string[] = ['bound-api-gateway'];

/** Refuses to write or delete an entry of a kind that is derived. */
export function refuseDerived(kind: string): void {
  if (!DERIVED_KINDS.includes(kind)) return;
  throw new Refusal('permission-denied', 'Permission denied: only writeable by controller');
}
