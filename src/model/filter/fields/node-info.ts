// SPDX-License-Identifier: Apache-2.0
import { type Fields, list, map, string, structure } from '../field.ts';
import { checkFields } from './check.ts';
import { serviceFields } from './service.ts';

/** A node with all that is on it: /v1/internal/ui/nodes. */
export const nodeInfoFields: Fields = {
  ID: string,
  Node: string,
  Partition: string,
  PeerName: string,
  Address: string,
  TaggedAddresses: map(string),
  Meta: map(string),
  Services: list(structure(serviceFields)),
  Checks: list(structure(checkFields)),
};
