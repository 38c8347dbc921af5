// SPDX-License-Identifier: Apache-2.0
// Where Envoy asks for its configuration (dataplane §3.8). Envoy resolves no names for it, so that what comes
// out is an IP address or a socket, with the certificates to verify whoever answers there if that is by TLS.
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Client } from '../../client/client.ts';
import { networkErrorText } from '../../client/system-error.ts';
import { parseHostPort } from '../../model/host-port.ts';
import type { AgentSelf } from './agent-self.ts';

export type SocketAddress = { readonly host: string; readonly port: number };

export interface XdsServer {
  readonly address: SocketAddress | { readonly path: string };
  /** PEM; present when it speaks TLS. */
  readonly ca?: string;
}

export interface XdsRequest {
  /** -grpc-addr, or '' to ask the agent. */
  readonly grpcAddr: string;
  /** PEM, from the flags for gRPC. */
  readonly grpcCa: string | undefined;
  /** PEM, from the flags for HTTP, which serve where those for gRPC are missing. */
  readonly httpCa: string | undefined;
}

const DEFAULT_PORT = 8502;
const DIAL_TIMEOUT_MS = 3_000;

/** Throws an Error for an address that is none, or TLS without certificates to verify it with. */
export async function xdsServer(
  request: XdsRequest,
  client: Client,
  self: () => Promise<AgentSelf>,
): Promise<XdsServer> {
  const { grpcAddr, grpcCa, httpCa } = request;
  const text = grpcAddr === '' ? await discovered(client, self, grpcCa !== undefined) : grpcAddr;
  if (text.startsWith('unix://')) {
    const path = text.slice('unix://'.length);
    return { address: { path }, ...(grpcCa === undefined ? {} : { ca: grpcCa }) };
  }
  const isTls = /^https:\/\//i.test(text);
  const address = await socketAddress('-grpc-addr', text.replace(/^https?:\/\//i, ''));
  if (!isTls) return { address };
  const ca = grpcCa ?? httpCa;
  if (ca !== undefined) return { address, ca };
  throw new Error(
    'TLS is enabled for xDS connections but no CA certificates are available. Name them with -grpc-ca-file or -grpc-ca-path',
  );
}

/**
 * The agent's own word. Consul takes the TLS port first; here that is only done when certificates for it are
 * named, since the same port may be open for peers alone.
 */
async function discovered(
  client: Client,
  self: () => Promise<AgentSelf>,
  hasCa: boolean,
): Promise<string> {
  const host = client.host.includes(':') ? `[${client.host}]` : client.host;
  const { Plaintext = 0, TLS = 0 } = (await self()).xDS?.Ports ?? { Plaintext: DEFAULT_PORT };
  if (TLS > 0 && (hasCa || Plaintext <= 0)) return `https://${host}:${TLS}`;
  if (Plaintext > 0) return `${host}:${Plaintext}`;
  throw new Error(
    'Error looking up xDS port: agent has grpc disabled; set ports.grpc in its configuration',
  );
}

/** host:port with the host resolved; `flag` is for the error. */
export async function socketAddress(flag: string, text: string): Promise<SocketAddress> {
  const found = parseHostPort(text);
  if (found === undefined) throw new Error(`${flag}: "${text}" is not of the form host:port`);
  const { host, port } = found;
  if (host === '' || host === 'localhost') return { host: '127.0.0.1', port };
  if (isIP(host) !== 0) return { host, port };
  try {
    return { host: (await lookup(host)).address, port };
  } catch (error) {
    throw new Error(`${flag}: ${networkErrorText(error)}`, { cause: error });
  }
}

/** Why nobody answers there; undefined when somebody does. */
export function dialProblem({ address }: XdsServer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, timeout: DIAL_TIMEOUT_MS });
    const finish = (problem: string | undefined) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => finish(undefined));
    socket.once('timeout', () => finish('i/o timeout'));
    socket.once('error', (error) => finish(networkErrorText(error)));
  });
}
