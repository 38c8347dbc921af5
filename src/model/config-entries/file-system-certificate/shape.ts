// SPDX-License-Identifier: Apache-2.0
import { map, string, unaliased } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

export const fileSystemCertificateShape = unaliased(
  entryShape('FileSystemCertificateConfigEntry', {
    Kind: string,
    Name: string,
    Certificate: string,
    PrivateKey: string,
    Meta: map(string),
  }),
);
