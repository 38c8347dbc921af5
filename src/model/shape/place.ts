// SPDX-License-Identifier: Apache-2.0
import type { ObjectShape } from './shape.ts';

/** A key path into the document as it was written; numbers count from 0 in lists. */
export type RawPath = readonly (string | number)[];

/** One step from the root of a document to a value in it; names are only made when there is a problem. */
export interface Place {
  readonly outer: Place | undefined;
  /** The key or index as written; undefined where a single value stands for a list. */
  readonly key: string | number | undefined;
  /** What the value is in the place outside it. */
  readonly role:
    | { readonly field: string; readonly of: ObjectShape }
    | { readonly item: number }
    | { readonly entry: string }
    /** The only entry of a list that stands for that entry. */
    | 'unwrapped';
}

function stepsTo(place: Place | undefined): readonly Place[] {
  const steps: Place[] = [];
  for (let at = place; at !== undefined; at = at.outer) steps.unshift(at);
  return steps;
}

export function rawPathOf(place: Place | undefined): RawPath {
  return stepsTo(place).flatMap(({ key }) => (key === undefined ? [] : [key]));
}

/** As mapstructure names a field: `services[0].check.header[A]`; by the keys as written, or the fields' own names. */
export function nameOf(place: Place | undefined, isWritten: boolean): string {
  let name = '';
  for (const { key, role } of stepsTo(place)) {
    if (role === 'unwrapped') continue;
    if ('item' in role) name += `[${role.item}]`;
    else if ('entry' in role) name += `[${role.entry}]`;
    else name += `${name === '' ? '' : '.'}${isWritten ? key : role.field}`;
  }
  return name;
}

/** As encoding/json names a field: the innermost struct that doesn't decode itself, and the path of fields from the outermost. */
export function goNameOf(place: Place): string {
  let struct = '';
  let isInside = false;
  const path: string[] = [];
  for (const { role } of stepsTo(place)) {
    if (role === 'unwrapped' || !('field' in role)) continue;
    const [name = '', embedded] = role.of.name.replace(/^.*\//, '').split('.');
    // What decodes itself is named by the struct that it is a field of.
    isInside ||= embedded !== undefined && path.length > 0;
    if (!isInside) struct = name;
    path.push(...(embedded === undefined ? [] : [embedded]), role.field);
  }
  return `${struct}.${path.join('.')}`;
}
