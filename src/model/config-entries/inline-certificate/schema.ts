// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';

/** A certificate and its key, as PEM, that an API gateway shows. */
export interface InlineCertificate extends ConfigEntry {
  readonly Kind: 'inline-certificate';
  readonly Certificate: string;
  readonly PrivateKey: string;
}
