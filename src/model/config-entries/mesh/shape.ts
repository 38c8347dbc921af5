// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, object, string } from '../../shape/shape.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

const tlsShape = object('MeshDirectionalTLSConfig', {
  TLSMinVersion: string,
  TLSMaxVersion: string,
  CipherSuites: list(string),
});

export const meshShape = object('MeshConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  // Not a field of Consul's struct, but what it answers has one in its address.
  Name: string,
  TransparentProxy: object('TransparentProxyMeshConfig', { MeshDestinationsOnly: bool }),
  AllowEnablingPermissiveMutualTLS: bool,
  ValidateClusters: bool,
  TLS: object('MeshTLSConfig', { Incoming: tlsShape, Outgoing: tlsShape }),
  HTTP: object('MeshHTTPConfig', {
    SanitizeXForwardedClientCert: bool,
    Incoming: object('MeshDirectionalHTTPConfig', {
      RequestNormalization: object('RequestNormalizationMeshConfig', {
        InsecureDisablePathNormalization: bool,
        MergeSlashes: bool,
        PathWithEscapedSlashesAction: string,
        HeadersWithUnderscoresAction: string,
      }),
    }),
  }),
  Peering: object('PeeringMeshConfig', { PeerThroughMeshGateways: bool }),
  Meta: map(string),
});
