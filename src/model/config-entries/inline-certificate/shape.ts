// SPDX-License-Identifier: Apache-2.0
import { map, object, string } from '../../shape/shape.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

export const inlineCertificateShape = object('InlineCertificateConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Certificate: string,
  PrivateKey: string,
  Meta: map(string),
});
