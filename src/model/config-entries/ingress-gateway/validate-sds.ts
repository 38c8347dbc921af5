// SPDX-License-Identifier: Apache-2.0
import type { IngressGateway, IngressListener, IngressService } from './schema.ts';

/** What is wrong with where certificates come from: a resource needs a cluster that has it, at its own level or above. */
export function sdsError(
  { TLS }: IngressGateway,
  listener: IngressListener,
  service: IngressService,
): string | undefined {
  const gateway = TLS.SDS ?? {};
  const own = listener.TLS?.SDS ?? {};
  const hasCluster = gateway.ClusterName !== undefined;
  const port = `listener on port ${listener.Port}`;
  if (!hasCluster && gateway.CertResource !== undefined) {
    return 'TLS.SDS.ClusterName is required if CertResource is set';
  }
  const needsResource = own.CertResource === undefined;
  if (hasCluster && gateway.CertResource === undefined && needsResource) {
    return `TLS.SDS.CertResource is required if ClusterName is set for gateway (${port})`;
  }
  if (own.ClusterName !== undefined && needsResource) {
    return `TLS.SDS.CertResource is required if ClusterName is set for listener (${port})`;
  }
  if (own.CertResource !== undefined && own.ClusterName === undefined && !hasCluster) {
    return `TLS.SDS.ClusterName is required if CertResource is set (${port})`;
  }
  const { ClusterName, CertResource } = service.TLS?.SDS ?? {};
  if (CertResource === undefined) return undefined;
  const where = `(service ${JSON.stringify(service.Name)} on ${port})`;
  if ((service.Hosts?.length ?? 0) === 0) {
    return `A service specifying TLS.SDS.CertResource must have at least one item in Hosts ${where}`;
  }
  return (ClusterName ?? own.ClusterName ?? gateway.ClusterName) === undefined
    ? `TLS.SDS.ClusterName is required if CertResource is set ${where}`
    : undefined;
}
