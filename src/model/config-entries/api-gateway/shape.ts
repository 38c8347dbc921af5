// SPDX-License-Identifier: Apache-2.0
import { int, list, map, object, string, any } from '../../shape/shape.ts';
import { jwtRequirementShape } from '../jwt-requirement.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';
import { resourceReferenceShape } from '../resource-reference.ts';

const policyShape = object('APIGatewayPolicy', { JWT: jwtRequirementShape });

export const apiGatewayShape = object('APIGatewayConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Listeners: list(
    object('APIGatewayListener', {
      Name: string,
      Hostname: string,
      Port: int,
      Protocol: string,
      TLS: object('APIGatewayTLSConfiguration', {
        Certificates: list(resourceReferenceShape),
        MaxVersion: string,
        MinVersion: string,
        CipherSuites: list(string),
      }),
      Override: policyShape,
      Default: policyShape,
      MaxRequestHeadersKB: int,
    }),
  ),
  // Shown, and passed over when it is sent back: it follows from other entries.
  Status: any,
  Meta: map(string),
});
