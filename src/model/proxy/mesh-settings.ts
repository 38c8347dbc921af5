// SPDX-License-Identifier: Apache-2.0
import type { Mesh } from '../config-entries/mesh/schema.ts';
import type { OpaqueConfig } from '../catalog/service.ts';
import { flagAt, foldedConfig, objectAt, textAt } from './opaque.ts';
import { present } from './sidecar-settings.ts';

/** Bounds of the TLS versions and ciphers of one direction; absent means Envoy's own. */
export interface TlsBounds {
  readonly minVersion?: string;
  readonly maxVersion?: string;
  readonly cipherSuites?: readonly string[];
}

/** What the `mesh` entry says to every proxy. */
export interface MeshSettings {
  readonly incomingTls: TlsBounds;
  readonly outgoingTls: TlsBounds;
  /** Whether applications may not see who called whom (the forwarded certificates). */
  readonly hidesForwardedCertificates: boolean;
  readonly normalizesPath: boolean;
  readonly mergesSlashes: boolean;
  /** Envoy's name of the action, '' for Envoy's own choice. */
  readonly escapedSlashes: string;
  /** Envoy's name of the action, '' for Envoy's own choice. */
  readonly headersWithUnderscores: string;
  readonly validatesClusters: boolean;
}

export function meshSettings(mesh: Mesh | undefined): MeshSettings {
  const tls = foldedConfig(mesh?.TLS);
  const http = foldedConfig(mesh?.HTTP);
  const incoming = foldedConfig(objectAt(http, 'Incoming'));
  const request = foldedConfig(objectAt(incoming, 'RequestNormalization'));
  return {
    incomingTls: tlsBounds(objectAt(tls, 'Incoming')),
    outgoingTls: tlsBounds(objectAt(tls, 'Outgoing')),
    hidesForwardedCertificates: flagAt(http, 'SanitizeXForwardedClientCert'),
    normalizesPath: !flagAt(request, 'InsecureDisablePathNormalization'),
    mergesSlashes: flagAt(request, 'MergeSlashes'),
    escapedSlashes: textAt(request, 'PathWithEscapedSlashesAction') ?? '',
    headersWithUnderscores: textAt(request, 'HeadersWithUnderscoresAction') ?? '',
    validatesClusters: mesh?.ValidateClusters === true,
  };
}

function tlsBounds(config: OpaqueConfig | undefined): TlsBounds {
  const opaque = foldedConfig(config);
  const suites = opaque.get('ciphersuites');
  return present({
    minVersion: textAt(opaque, 'TLSMinVersion'),
    maxVersion: textAt(opaque, 'TLSMaxVersion'),
    cipherSuites: Array.isArray(suites) && suites.length > 0 ? suites.map(String) : undefined,
  });
}
