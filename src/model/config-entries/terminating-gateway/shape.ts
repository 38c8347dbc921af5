// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, object, string, unaliased } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

export const terminatingGatewayShape = entryShape('TerminatingGatewayConfigEntry', {
  Kind: string,
  Name: string,
  Services: list(
    unaliased(
      object('LinkedService', {
        Name: string,
        CAFile: string,
        CertFile: string,
        KeyFile: string,
        SNI: string,
        DisableAutoHostRewrite: bool,
      }),
      'DisableAutoHostRewrite',
    ),
  ),
  Meta: map(string),
});
