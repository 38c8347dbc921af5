// SPDX-License-Identifier: Apache-2.0
import {
  any,
  int,
  list,
  map,
  named,
  object,
  string,
  uint32,
  unaliased,
} from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { cipherSuite, tlsVersion } from '../gateway-shapes.ts';
import { noJwtRequirementShape } from '../jwt-requirement.ts';
import { resourceReferenceShape } from '../resource-reference.ts';

const policyShape = object('APIGatewayPolicy', { JWT: noJwtRequirementShape });

const tlsShape = unaliased(
  object('APIGatewayTLSConfiguration', {
    Certificates: list(resourceReferenceShape),
    MaxVersion: tlsVersion,
    MinVersion: tlsVersion,
    CipherSuites: list(cipherSuite),
  }),
);

export const apiGatewayShape = entryShape('APIGatewayConfigEntry', {
  Kind: string,
  Name: string,
  Listeners: list(
    unaliased(
      object('APIGatewayListener', {
        Name: string,
        Hostname: string,
        Port: int,
        Protocol: named(string, 'structs.APIGatewayListenerProtocol'),
        TLS: tlsShape,
        Override: policyShape,
        Default: policyShape,
        MaxRequestHeadersKB: uint32,
      }),
      'MaxRequestHeadersKB',
    ),
  ),
  // Shown, and passed over when it is sent back: it follows from other entries.
  Status: any,
  Meta: map(string),
});
