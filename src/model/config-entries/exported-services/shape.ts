// SPDX-License-Identifier: Apache-2.0
import { list, map, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

export const exportedServicesShape = entryShape('ExportedServicesConfigEntry', {
  Kind: string,
  Name: string,
  Services: list(
    object('ExportedService', {
      Name: string,
      Namespace: string,
      Consumers: list(
        object(
          'ServiceConsumer',
          { Partition: string, Peer: string, SamenessGroup: string },
          { Peer: ['peer_name'] },
        ),
      ),
    }),
  ),
  Meta: map(string),
});
