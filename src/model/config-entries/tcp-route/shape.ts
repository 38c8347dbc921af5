// SPDX-License-Identifier: Apache-2.0
import { any, list, map, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { resourceReferenceShape } from '../resource-reference.ts';

export const tcpRouteShape = entryShape('TCPRouteConfigEntry', {
  Kind: string,
  Name: string,
  Parents: list(resourceReferenceShape),
  Services: list(object('TCPService', { Name: string })),
  // Shown, and passed over when it is sent back: it follows from other entries.
  Status: any,
  Meta: map(string),
});
