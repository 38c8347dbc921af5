// SPDX-License-Identifier: Apache-2.0
import { connect, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  getCACertificates,
  type SecureContext,
} from 'node:tls';
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { parseHostPort } from '../../model/host-port.ts';
import { addressError, networkErrorText, timeoutText } from './network-error.ts';
import type { Probe } from './probe-loop.ts';

export const DEFAULT_TIMEOUT_MS = 10_000;
/** Somebody listens, who doesn't speak TLS. */
export const HANDSHAKE_TIMEOUT = 'context deadline exceeded';

/** Passes when a connection can be made, with TLS if that is asked for. */
export function tcpProbe(type: CheckType): Probe {
  const address = type.TCP ?? '';
  const isTls = type.TCPUseTLS === true;
  const timeoutMs = type.Timeout || DEFAULT_TIMEOUT_MS;
  return async (signal) => {
    const opened = await dial(address, isTls ? type : undefined, timeoutMs, signal);
    if (typeof opened === 'string') return critical(opened);
    opened.destroy();
    const output = `${isTls ? 'TCP+TLS' : 'TCP'} connect ${address}: Success`;
    return { status: 'passing', output };
  };
}

/** The TLS settings that checks share. */
export type TlsSettings = Pick<CheckType, 'TLSServerName' | 'TLSSkipVerify'> & {
  readonly alpn?: readonly string[];
};

/** A connection to `host:port`, or why there is none. */
export function dial(
  address: string,
  tls: TlsSettings | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket | string> {
  const target = parseHostPort(address);
  if (target === undefined) return Promise.resolve(addressError('tcp', address));
  const where = { host: target.host === '' ? '127.0.0.1' : target.host, port: target.port };
  return new Promise((resolve) => {
    const socket =
      tls === undefined ? connect(where) : connectTls({ ...where, ...tlsOptions(tls) });
    const finish = (result: Socket | string): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (result !== socket) socket.destroy();
      resolve(result);
    };
    const abort = (): void => finish('stopped');
    let isConnected = false;
    socket.once('connect', () => (isConnected = true));
    const timer = setTimeout(() => {
      finish(isConnected ? HANDSHAKE_TIMEOUT : timeoutText('tcp', address));
    }, timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => finish(socket));
    // Stays: an error after the connection was given away must not end the process.
    socket.on('error', (error) => finish(networkErrorText(error, 'tcp', address)));
  });
}

// As Go: whom this machine trusts; Node would trust a list of its own. Made once, since it holds a hundred
// certificates.
let trusted: SecureContext | undefined;

function machineTrust(): SecureContext {
  if (trusted === undefined) {
    const certificates = getCACertificates('system');
    trusted = createSecureContext(certificates.length === 0 ? {} : { ca: certificates });
  }
  return trusted;
}

export function tlsOptions(tls: TlsSettings): {
  secureContext: SecureContext;
  rejectUnauthorized: boolean;
  servername?: string;
  ALPNProtocols?: string[];
} {
  return {
    secureContext: machineTrust(),
    rejectUnauthorized: tls.TLSSkipVerify !== true,
    ...(tls.TLSServerName ? { servername: tls.TLSServerName } : {}),
    ...(tls.alpn === undefined ? {} : { ALPNProtocols: [...tls.alpn] }),
  };
}

export const critical = (output: string): CheckResult => ({ status: 'critical', output });
