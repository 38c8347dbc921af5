// SPDX-License-Identifier: Apache-2.0
import { type Fields, map, string } from '../field.ts';

/** A node, as catalog and health answers show it. */
export const nodeFields: Fields = {
  ID: string,
  Node: string,
  Address: string,
  Datacenter: string,
  Partition: string,
  PeerName: string,
  TaggedAddresses: map(string),
  Meta: map(string),
};
