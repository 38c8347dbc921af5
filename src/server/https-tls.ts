// SPDX-License-Identifier: Apache-2.0
// Reads the files that the HTTPS listener is configured with. In: their paths. Out: what a TLS server takes;
// throws an Error with Consul's text for a file that can't be read or holds no certificate.
import { readdirSync, readFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileErrorText } from '../client/system-error.ts';
import type { HttpsTls } from './config/agent-config.ts';

const HANDSHAKE_TIMEOUT_MS = 5_000;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;

/** Without a certificate every handshake fails, as with Consul. */
export function readHttpsTls(settings: HttpsTls): ServerOptions {
  const { certFile, keyFile, minVersion, cipherSuites, verifiesIncoming } = settings;
  const options: ServerOptions = {
    ca: authorities(settings),
    minVersion,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    ALPNProtocols: ['http/1.1'],
    requestCert: verifiesIncoming,
    rejectUnauthorized: verifiesIncoming,
    // As Go: a CA that is trusted need not be signed by itself.
    allowPartialTrustChain: true,
    ...(cipherSuites === undefined ? {} : { ciphers: cipherSuites }),
    ...(certFile === undefined || keyFile === undefined ? {} : pair(certFile, keyFile)),
  };
  check({ minVersion, ...(cipherSuites === undefined ? {} : { ciphers: cipherSuites }) }, 'tls');
  check(options, 'Failed to load cert/key pair');
  return options;
}

function check(options: ServerOptions, failed: string): void {
  try {
    createSecureContext(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${failed}: ${reason}`, { cause: error });
  }
}

function pair(certFile: string, keyFile: string): { readonly cert: Buffer; readonly key: Buffer } {
  const read = (path: string) => readOr(path, 'Failed to load cert/key pair');
  return { cert: read(certFile), key: read(keyFile) };
}

function authorities({ caFile, caPath }: HttpsTls): Buffer[] {
  const folder = caFile === undefined ? caPath : undefined;
  const paths =
    folder === undefined
      ? [caFile].filter((path) => path !== undefined)
      : readdirSync(folder).map((file) => join(folder, file));
  return paths.map((path) => {
    const pem = readOr(path, `Error loading from ${path}`);
    if (CERTIFICATE.test(pem.toString('latin1'))) return pem;
    throw new Error(`Error loading from ${path}: no certificate in it`);
  });
}

function readOr(path: string, failed: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${failed}: ${fileErrorText(error, path)}`, { cause: error });
  }
}
