// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { FileSystemCertificate } from './schema.ts';

/** The files are the gateway's, so that nobody here can look at them. */
export function validateFileSystemCertificate(entry: FileSystemCertificate): void {
  refuseProblems(metaProblems(entry));
  if (entry.Name === '') throw refused('serviceName is required');
}
