// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { LinkedService, TerminatingGateway } from './schema.ts';

export function validateTerminatingGateway(entry: TerminatingGateway): void {
  refuseProblems(metaProblems(entry));
  const seen = new Set<string>();
  for (const service of entry.Services ?? []) {
    const { Name } = service;
    if (Name === undefined) throw refused('Service name cannot be blank.');
    const name = JSON.stringify(Name);
    if (seen.has(Name)) {
      throw refused(`Service ${name} was specified more than once within a namespace`);
    }
    seen.add(Name);
    if (isHalfConfigured(service)) {
      throw refused(
        `Service ${name} must have a CertFile, CAFile, and KeyFile specified for TLS origination`,
      );
    }
  }
  if (entry.Name === '') throw refused('serviceName is required');
}

/** A CA alone is enough to know the other side; who shows a certificate needs all three. */
function isHalfConfigured({ CAFile, CertFile, KeyFile }: LinkedService): boolean {
  const parts = [CAFile, CertFile, KeyFile].filter((file) => file !== undefined);
  return (CertFile !== undefined || KeyFile !== undefined) && parts.length < 3;
}
