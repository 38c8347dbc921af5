// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, named, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { cipherSuite, tlsVersion } from '../gateway-shapes.ts';

const tlsShape = object('MeshDirectionalTLSConfig', {
  TLSMinVersion: tlsVersion,
  TLSMaxVersion: tlsVersion,
  CipherSuites: list(cipherSuite),
});

export const meshShape = entryShape('MeshConfigEntry', {
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
        PathWithEscapedSlashesAction: named(string, 'structs.PathWithEscapedSlashesAction'),
        HeadersWithUnderscoresAction: named(string, 'structs.HeadersWithUnderscoresAction'),
      }),
    }),
  }),
  Peering: object('PeeringMeshConfig', { PeerThroughMeshGateways: bool }),
  Meta: map(string),
});
