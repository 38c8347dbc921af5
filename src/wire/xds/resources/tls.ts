// SPDX-License-Identifier: Apache-2.0
// Mutual TLS, both ends. In: our leaf, whom to believe, what the other end must prove. Out: transport sockets. Roots of
// several trust domains never go into one pool: there any of them could vouch for an id of any other.
import type { Any } from '@bufbuild/protobuf/wkt';
import type { CommonTlsContextSchema } from '../../../gen/envoy/extensions/transport_sockets/tls/v3/tls_pb.ts';
import {
  DownstreamTlsContextSchema,
  UpstreamTlsContextSchema,
} from '../../../gen/envoy/extensions/transport_sockets/tls/v3/tls_pb.ts';
import {
  type CertificateValidationContextSchema,
  SubjectAltNameMatcher_SanType,
  TlsParameters_TlsProtocol,
  type TlsParametersSchema,
} from '../../../gen/envoy/extensions/transport_sockets/tls/v3/common_pb.ts';
import { SPIFFECertValidatorConfigSchema } from '../../../gen/envoy/extensions/transport_sockets/tls/v3/tls_spiffe_validator_config_pb.ts';
import { create } from '@bufbuild/protobuf';
import {
  type TransportSocket,
  TransportSocketSchema,
} from '../../../gen/envoy/config/core/v3/base_pb.ts';
import type { MeshSettings, TlsBounds } from '../../../model/proxy/mesh-settings.ts';
import type { Leaf } from '../../../views/proxy/leaf.ts';
import type { TrustAnchors } from '../../../views/proxy/trust.ts';
import { Memo } from './memo.ts';
import { anyOf, type Init } from './message.ts';

export interface ServerSide {
  readonly leaf: Leaf;
  /** Who may connect; anybody that one of them vouches for, each for its own trust domain. */
  readonly callers: readonly TrustAnchors[];
  readonly mesh: MeshSettings;
  /** What is offered, in this order; none is asked for if it is empty. */
  readonly alpn: readonly string[];
}

const serverSides = new Memo<TransportSocket>();

/** Ends TLS; whoever connects must show a certificate. Throws when nobody is believed. */
export function serverSide({ leaf, callers, mesh, alpn }: ServerSide): TransportSocket {
  return serverSides.get([leaf, callers, mesh], alpn.join(), () => {
    const commonTlsContext = {
      ...ownCertificate(leaf, mesh.incomingTls),
      validationContextType: { case: 'validationContext', value: believing(callers) } as const,
      alpnProtocols: [...alpn],
    };
    const typedConfig = anyOf(DownstreamTlsContextSchema, {
      commonTlsContext,
      requireClientCertificate: true,
    });
    return tlsSocket(typedConfig);
  });
}

export interface ClientSide {
  readonly leaf: Leaf;
  readonly trust: TrustAnchors;
  readonly mesh: MeshSettings;
  /** The other end must be one of these. */
  readonly spiffeIds: readonly string[];
  readonly sni: string;
}

/** Dials with TLS. Throws when it is not said whom to expect. */
export function clientSide({ leaf, trust, mesh, spiffeIds, sni }: ClientSide): TransportSocket {
  if (spiffeIds.length === 0) throw new Error('no identity to expect at the other end');
  const validation: Init<typeof CertificateValidationContextSchema> = {
    trustedCa: inline(trust.rootsPem),
    matchTypedSubjectAltNames: spiffeIds.map((id) => ({
      sanType: SubjectAltNameMatcher_SanType.URI,
      matcher: { matchPattern: { case: 'exact', value: id } },
    })),
  };
  const commonTlsContext = {
    ...ownCertificate(leaf, mesh.outgoingTls),
    validationContextType: { case: 'validationContext', value: validation } as const,
  };
  const typedConfig = anyOf(UpstreamTlsContextSchema, { commonTlsContext, sni });
  return tlsSocket(typedConfig);
}

function tlsSocket(value: Any): TransportSocket {
  return create(TransportSocketSchema, { name: 'tls', configType: { case: 'typedConfig', value } });
}

function ownCertificate(leaf: Leaf, bounds: TlsBounds) {
  return {
    tlsParams: parametersOf(bounds),
    tlsCertificates: [
      {
        certificateChain: inline(ended(leaf.certPem)),
        privateKey: inline(ended(leaf.key.reveal())),
      },
    ],
  } satisfies Init<typeof CommonTlsContextSchema>;
}

function believing(
  callers: readonly TrustAnchors[],
): Init<typeof CertificateValidationContextSchema> {
  const [first] = callers;
  if (first === undefined) throw new Error('no roots to check callers with');
  if (callers.length === 1) return { trustedCa: inline(first.rootsPem) };
  const typedConfig = anyOf(SPIFFECertValidatorConfigSchema, {
    trustDomains: callers.map(({ trustDomain, rootsPem }) => ({
      name: trustDomain,
      trustBundle: inline(rootsPem),
    })),
  });
  return { customValidatorConfig: { name: 'envoy.tls.cert_validator.spiffe', typedConfig } };
}

const VERSIONS: Readonly<Record<string, TlsParameters_TlsProtocol>> = {
  TLS_AUTO: TlsParameters_TlsProtocol.TLS_AUTO,
  TLSv1_0: TlsParameters_TlsProtocol.TLSv1_0,
  TLSv1_1: TlsParameters_TlsProtocol.TLSv1_1,
  TLSv1_2: TlsParameters_TlsProtocol.TLSv1_2,
  TLSv1_3: TlsParameters_TlsProtocol.TLSv1_3,
};

function parametersOf(bounds: TlsBounds): Init<typeof TlsParametersSchema> {
  return {
    tlsMinimumProtocolVersion: VERSIONS[bounds.minVersion ?? ''] ?? VERSIONS['TLS_AUTO'] ?? 0,
    tlsMaximumProtocolVersion: VERSIONS[bounds.maxVersion ?? ''] ?? VERSIONS['TLS_AUTO'] ?? 0,
    cipherSuites: [...(bounds.cipherSuites ?? [])],
  };
}

function inline(text: string) {
  return { specifier: { case: 'inlineString', value: text } } as const;
}

function ended(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`;
}
