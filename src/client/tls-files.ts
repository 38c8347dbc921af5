// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileErrorText } from './system-error.ts';

/** What TLS connections need, as PEM. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly verify: boolean;
}

const CERTIFICATE = '-----BEGIN CERTIFICATE-----';

/** Reads CA certificates from a file, or else from the files of a directory; undefined without either. */
export function readCa(
  file: string | undefined,
  directory: string | undefined,
): string | undefined {
  if (file !== undefined) return readFile('CA file', file);
  if (directory === undefined) return undefined;
  const certificates = filesIn(directory)
    .map((path) => readFile('CA file', path))
    .filter((pem) => pem.includes(CERTIFICATE));
  if (certificates.length === 0) throw new Error(`no CA certificate in ${directory}`);
  return certificates.map((pem) => (pem.endsWith('\n') ? pem : `${pem}\n`)).join('');
}

/** Reads a client certificate and its key; there must be both or none. */
export function readKeyPair(
  cert: string | undefined,
  key: string | undefined,
): { cert: string; key: string } | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new Error('both client cert and client key must be provided');
  }
  return { cert: readFile('client cert', cert), key: readFile('client key', key) };
}

/** Throws an Error that says what the file is for and why it can't be read. */
export function readFile(what: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`Error loading ${what} ${path}: ${fileErrorText(error, path)}`, {
      cause: error,
    });
  }
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .sort()
      .map((name) => join(directory, name))
      .filter((path) => statSync(path).isFile());
  } catch (error) {
    throw new Error(`Error loading CA path ${directory}: ${fileErrorText(error, directory)}`, {
      cause: error,
    });
  }
}
