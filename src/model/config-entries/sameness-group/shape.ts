// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, object, string } from '../../shape/shape.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

export const samenessGroupShape = object('SamenessGroupConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  DefaultForFailover: bool,
  IncludeLocal: bool,
  Members: list(object('SamenessGroupMember', { Partition: string, Peer: string })),
  Meta: map(string),
});
