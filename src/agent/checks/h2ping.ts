// SPDX-License-Identifier: Apache-2.0
import { connect, type ClientHttp2Session } from 'node:http2';
import type { CheckType } from '../../model/agent/check-type.ts';
import type { Probe } from './probe-loop.ts';
import { critical, DEFAULT_TIMEOUT_MS, dial, type TlsSettings } from './tcp.ts';

const PING_CANCELLED = 'ERR_HTTP2_PING_CANCEL';

/** Passes when the target answers a ping of HTTP/2; with TLS unless that is switched off. */
export function h2pingProbe(type: CheckType): Probe {
  const address = type.H2PING ?? '';
  const timeoutMs = type.Timeout || DEFAULT_TIMEOUT_MS;
  const tls = type.H2PingUseTLS === false ? undefined : type;
  return async (signal) => {
    const session = await openSession(address, tls, timeoutMs, signal);
    if (typeof session === 'string') return critical(`Failed to dial to ${address}: ${session}`);
    const problem = await ping(session, timeoutMs, signal);
    session.destroy();
    if (problem !== undefined) return critical(`HTTP2 ping failed: ${problem}`);
    return { status: 'passing', output: 'HTTP2 ping was successful' };
  };
}

/** An HTTP/2 connection to `host:port`, or why there is none. */
export async function openSession(
  address: string,
  tls: TlsSettings | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ClientHttp2Session | string> {
  const settings = tls === undefined ? undefined : { ...tls, alpn: ['h2'] };
  const socket = await dial(address, settings, timeoutMs, signal);
  if (typeof socket === 'string') return socket;
  const scheme = tls === undefined ? 'http' : 'https';
  const session = connect(`${scheme}://${address}`, { createConnection: () => socket });
  // Whoever uses the session sees its failure in what it waits for.
  session.on('error', () => {});
  return session;
}

/** Why a session has ended: what answers is no HTTP/2 most of the time. */
export function sessionErrorText(error: Error): string {
  if (error.message === 'Protocol error') return 'http2: frame too large';
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? 'EOF' : error.message;
}

function ping(
  session: ClientHttp2Session,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('context deadline exceeded'), timeoutMs);
    const finish = (problem: string | undefined): void => {
      clearTimeout(timer);
      resolve(problem);
    };
    signal.addEventListener('abort', () => finish('stopped'), { once: true });
    session.once('error', (error) => finish(sessionErrorText(error)));
    session.once('close', () => finish('EOF'));
    session.once('connect', () => {
      session.ping((error) => {
        // What the session says of its end is the better reason.
        const isCancelled = (error as NodeJS.ErrnoException | null)?.code === PING_CANCELLED;
        if (!isCancelled) finish(error?.message);
      });
    });
  });
}
