// SPDX-License-Identifier: Apache-2.0
// What readers of the catalog and of health narrow an answer with, whatever it is about.
import { ALL_ROWS, type Filter } from '../../model/filter/filter.ts';

export interface Selection {
  /** Pairs that a node must have, all of them. Sorted, so that equal selections are equal keys. */
  readonly nodeMeta: readonly (readonly [key: string, value: string])[];
  /** Of the rows as they are shown. */
  readonly filter: Filter;
  /** The node that rows are sorted by their distance from; '' leaves them by name. */
  readonly near: string;
}

export const EVERYTHING: Selection = { nodeMeta: [], filter: ALL_ROWS, near: '' };

/** As part of a view's key; nothing that a client writes makes two selections look alike. */
export function selectionKey(selection: Selection): string {
  if (selection === EVERYTHING) return '';
  return JSON.stringify([selection.nodeMeta, selection.filter.text, selection.near]);
}

export function hasNodeMeta(
  meta: Readonly<Record<string, string>> | null,
  { nodeMeta }: Selection,
): boolean {
  return nodeMeta.every(([key, value]) => meta !== null && meta[key] === value);
}
