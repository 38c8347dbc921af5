// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import type { FileSystemCertificate } from './schema.ts';

export function normalizeFileSystemCertificate(
  written: DecodedEntry<'file-system-certificate'>,
): FileSystemCertificate {
  const { Kind, Name = '', Certificate = '', PrivateKey = '', Meta } = written;
  return { Kind, Name, Certificate, PrivateKey, ...withoutEmpty({ Meta }) };
}
