// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import type { InlineCertificate } from './schema.ts';

export function normalizeInlineCertificate(
  written: DecodedEntry<'inline-certificate'>,
): InlineCertificate {
  const { Kind, Name = '', Certificate = '', PrivateKey = '', Meta } = written;
  return { Kind, Name, Certificate, PrivateKey, ...withoutEmpty({ Meta }) };
}
