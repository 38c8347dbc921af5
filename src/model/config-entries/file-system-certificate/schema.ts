// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';

/** Where on its own disk an API gateway finds a certificate and its key. */
export interface FileSystemCertificate extends ConfigEntry {
  readonly Kind: 'file-system-certificate';
  readonly Certificate: string;
  readonly PrivateKey: string;
}
