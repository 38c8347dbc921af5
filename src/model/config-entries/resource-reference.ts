// SPDX-License-Identifier: Apache-2.0
import { object, string, type ValueOf } from '../shape/shape.ts';

export const resourceReferenceShape = object('ResourceReference', {
  Kind: string,
  Name: string,
  SectionName: string,
  Namespace: string,
  Partition: string,
});

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
