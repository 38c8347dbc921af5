// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, object, string } from '../../shape/shape.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

export const terminatingGatewayShape = object('TerminatingGatewayConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Services: list(
    object('LinkedService', {
      Name: string,
      CAFile: string,
      CertFile: string,
      KeyFile: string,
      SNI: string,
      DisableAutoHostRewrite: bool,
      Namespace: string,
      Partition: string,
    }),
  ),
  Meta: map(string),
});
