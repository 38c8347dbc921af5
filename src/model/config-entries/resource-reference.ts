// SPDX-License-Identifier: Apache-2.0
import { type ValueOf, object, string, unaliased } from '../shape/shape.ts';

export const resourceReferenceShape = unaliased(
  object('ResourceReference', {
    Kind: string,
    Name: string,
    SectionName: string,
  }),
);

/** Another entry, or a part of one. */
export interface ResourceReference {
  readonly Kind: string;
  readonly Name: string;
  readonly SectionName: string;
}

export function resourceReference(
  written: ValueOf<typeof resourceReferenceShape>,
  kind: string,
): ResourceReference {
  const { Kind = '', Name = '', SectionName = '' } = written;
  return { Kind: Kind || kind, Name, SectionName };
}
