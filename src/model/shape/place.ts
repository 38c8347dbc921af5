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
  for (const { key, role } of stepsTo(place)) {
    if (role === 'unwrapped' || !('field' in role)) continue;
    const [name = '', alias] = role.of.name.replace(/^.*\//, '').split('.');
    // What decodes itself is named by the struct that it is a field of.
    isInside ||= alias !== undefined && path.length > 0;
    if (!isInside) struct = name;
    path.push(...pathOf(role, String(key), alias));
  }
  return `${struct}.${path.join('.')}`;
}

/** A field by what it is embedded in; what stands beside an alias is in nothing, and may have a spelling of its own. */
function pathOf(
  { field, of }: { readonly field: string; readonly of: ObjectShape },
  key: string,
  alias: string | undefined,
): readonly string[] {
  const spelling = key.toLowerCase();
  const isTranslated = spelling !== field.toLowerCase() && of.inBodies.get(spelling) === field;
  if (isTranslated) return [spelling];
  if (of.besideAlias.has(field)) return [field];
  const shape = of.fields[field];
  const embed = shape !== undefined && 'goEmbed' in shape ? shape.goEmbed : undefined;
  return [alias, embed, field].filter((name) => name !== undefined);
}
