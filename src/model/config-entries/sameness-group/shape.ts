// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

export const samenessGroupShape = entryShape('SamenessGroupConfigEntry', {
  Kind: string,
  Name: string,
  DefaultForFailover: bool,
  IncludeLocal: bool,
  Members: list(object('SamenessGroupMember', { Partition: string, Peer: string })),
  Meta: map(string),
});
