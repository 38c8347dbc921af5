// SPDX-License-Identifier: Apache-2.0
// The gRPC health protocol (grpc.health.v1.Health/Check), which is one short message each way: a call of
// its own is less than a client of a library would be.
import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2';
import type { CheckType } from '../../model/agent/check-type.ts';
import { openSession, sessionErrorText } from './h2ping.ts';
import type { Probe } from './probe-loop.ts';
import { critical, DEFAULT_TIMEOUT_MS, HANDSHAKE_TIMEOUT } from './tcp.ts';

const STATUSES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];
const MAX_ANSWER_BYTES = 1_024;
// Field 1 of HealthCheckRequest (a string) and of HealthCheckResponse (an enum).
const SERVICE_TAG = 0x0a;
const STATUS_TAG = 0x08;
const PREFIX_BYTES = 5;

/** Passes when the service behind `host:port[/service]` says that it serves. */
export function grpcProbe(type: CheckType): Probe {
  const target = type.GRPC ?? '';
  const slash = target.indexOf('/');
  const address = slash < 0 ? target : target.slice(0, slash);
  const service = slash < 0 ? '' : target.slice(slash + 1);
  const timeoutMs = type.Timeout || DEFAULT_TIMEOUT_MS;
  const tls = type.GRPCUseTLS === true ? type : undefined;
  return async (signal) => {
    const session = await openSession(address, tls, timeoutMs, signal);
    if (typeof session === 'string') return critical(rpcError(...dialProblem(session)));
    const { status, problem } = await askHealth(session, address, service, timeoutMs, signal);
    session.destroy();
    if (problem !== undefined) return critical(problem);
    if (status !== 'SERVING') return critical(`gRPC ${target} serving status: ${status}`);
    return { status: 'passing', output: `gRPC check ${target}: success` };
  };
}

const rpcError = (code: string, text: string): string => `rpc error: code = ${code} desc = ${text}`;
const connectionError = (text: string): string =>
  `connection error: desc = ${JSON.stringify(text)}`;
const NEVER_READY = 'context deadline exceeded while waiting for connections to become ready';

function dialProblem(why: string): [code: string, text: string] {
  if (why.endsWith('i/o timeout') || why === HANDSHAKE_TIMEOUT) {
    return ['DeadlineExceeded', NEVER_READY];
  }
  const when = /^(?:tls: |EOF$)/.test(why)
    ? 'authentication handshake failed'
    : 'Error while dialing';
  return ['Unavailable', connectionError(`transport: ${when}: ${why}`)];
}

interface Health {
  readonly status?: string;
  readonly problem?: string;
}

function askHealth(
  session: ClientHttp2Session,
  address: string,
  service: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Health> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let headers: IncomingHttpHeaders = {};
    const fail = (code: string, text: string): void => resolve({ problem: rpcError(code, text) });
    let isReady = false;
    session.once('remoteSettings', () => (isReady = true));
    const lose = (why: string): void => {
      if (isReady) fail('Unavailable', why);
      else fail('Unavailable', connectionError(`error reading server preface: ${why}`));
    };
    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      ':authority': address,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.setTimeout(timeoutMs, () =>
      fail('DeadlineExceeded', isReady ? 'context deadline exceeded' : NEVER_READY),
    );
    signal.addEventListener('abort', () => fail('Canceled', 'context canceled'), { once: true });
    stream.on('response', (received) => (headers = received));
    stream.on('trailers', (received) => (headers = { ...headers, ...received }));
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
    });
    session.once('error', (error) => lose(sessionErrorText(error)));
    stream.on('error', (error) => lose(sessionErrorText(error)));
    stream.on('close', () => {
      if (headers[':status'] === undefined) lose('EOF');
      else resolve(healthOf(headers, Buffer.concat(chunks)));
    });
    stream.end(framed(service));
  });
}

function framed(service: string): Buffer {
  const name = Buffer.from(service);
  const message =
    name.length === 0 ? name : Buffer.from([SERVICE_TAG, ...varint(name.length), ...name]);
  const frame = Buffer.alloc(PREFIX_BYTES + message.length);
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, PREFIX_BYTES);
  return frame;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function healthOf(headers: IncomingHttpHeaders, frame: Buffer): Health {
  const code = headers['grpc-status'];
  if (code !== '0') {
    const text = decodeURIComponent(String(headers['grpc-message'] ?? 'no answer'));
    return { problem: rpcError(codeName(code), text) };
  }
  const message = frame.subarray(PREFIX_BYTES);
  const index = message.length === 0 ? 0 : message[0] === STATUS_TAG ? (message[1] ?? 0) : -1;
  return { status: STATUSES[index] ?? String(index) };
}

const CODES: Readonly<Record<string, string>> = {
  '1': 'Canceled',
  '2': 'Unknown',
  '4': 'DeadlineExceeded',
  '5': 'NotFound',
  '7': 'PermissionDenied',
  '12': 'Unimplemented',
  '13': 'Internal',
  '14': 'Unavailable',
  '16': 'Unauthenticated',
};

const codeName = (code: string | string[] | undefined): string => CODES[String(code)] ?? 'Unknown';
