// SPDX-License-Identifier: Apache-2.0
import type { RemoteKeySet } from './schema.ts';

const DISCOVERY_TYPES = ['STATIC', 'STRICT_DNS', 'LOGICAL_DNS', 'EDS', 'ORIGINAL_DST'];

type Cluster = NonNullable<RemoteKeySet['JWKSCluster']>;

/** What is wrong with where keys are fetched from. */
export function remoteError({ URI, RetryPolicy, JWKSCluster }: RemoteKeySet): string | undefined {
  if (URI === undefined) return 'Remote JWKS URI is required';
  if (!/^(?:\*$|\/|[a-z][a-z0-9+.-]*:)/i.test(URI)) {
    const reason = `parse ${JSON.stringify(URI)}: invalid URI for request`;
    return `Remote JWKS URI is invalid: ${reason}, uri: ${URI}`;
  }
  const { BaseInterval = 0, MaxInterval = 0 } = RetryPolicy?.RetryPolicyBackOff ?? {};
  if (MaxInterval !== 0 && BaseInterval > MaxInterval) {
    return "retry policy backoff's MaxInterval should be greater or equal to BaseInterval";
  }
  return JWKSCluster && clusterError(JWKSCluster);
}

function clusterError({ DiscoveryType, TLSCertificates }: Cluster): string | undefined {
  if (DiscoveryType !== undefined && !DISCOVERY_TYPES.includes(DiscoveryType)) {
    return `unsupported jwks cluster discovery type: ${JSON.stringify(DiscoveryType)}`;
  }
  if (TLSCertificates === undefined) return undefined;
  const { CaCertificateProviderInstance, TrustedCA } = TLSCertificates;
  if ((CaCertificateProviderInstance === undefined) === (TrustedCA === undefined)) {
    return "must specify exactly one of: CaCertificateProviderInstance or TrustedCA for JKWS' TLSCertificates";
  }
  return TrustedCA === undefined || Object.keys(TrustedCA).length === 1
    ? undefined
    : "must specify exactly one of: Filename, EnvironmentVariable, InlineString or InlineBytes for JWKS' TrustedCA";
}
