// SPDX-License-Identifier: Apache-2.0
import { map, string, unaliased } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

export const inlineCertificateShape = unaliased(
  entryShape('InlineCertificateConfigEntry', {
    Kind: string,
    Name: string,
    Certificate: string,
    PrivateKey: string,
    Meta: map(string),
  }),
);
