// SPDX-License-Identifier: Apache-2.0
// What a failed connection looks like in the output of a check: as Go says it, where Go has words for it. The
// port of this end, which Go names too, is left out: it would make every output a new one.
import { getServers } from 'node:dns';
import { formatHostPort } from '../../model/host-port.ts';

type Network = 'tcp' | 'udp';

const DIALING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
  ENOENT: 'no such file or directory',
};

const UNTRUSTED = 'x509: certificate signed by unknown authority';
const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_HAS_EXPIRED: 'x509: certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'x509: certificate has expired or is not yet valid',
};

/** `address` is what was dialed, 'host:port' or the path of a socket. */
export function networkErrorText(
  error: unknown,
  network: Network | 'unix',
  address: string,
): string {
  // A name with several addresses fails with one error for each.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code = '', syscall, hostname } = cause as NetworkError;
  if (code === 'ENOTFOUND') return `dial ${network}: ${noSuchHost(hostname ?? address)}`;
  if (code === 'ETIMEDOUT') return `dial ${network} ${address}: i/o timeout`;
  const isRead = network === 'udp' || syscall === 'read';
  if (code === 'ECONNREFUSED' && isRead) {
    return `read ${network} ${address}: read: connection refused`;
  }
  if (code === 'ECONNRESET') {
    return isRead ? `read ${network} ${address}: read: connection reset by peer` : 'EOF';
  }
  const dialing = DIALING[code];
  if (dialing !== undefined)
    return `dial ${network} ${dialed(cause) ?? address}: connect: ${dialing}`;
  return tlsErrorText(code, cause.message) ?? cause.message;
}

interface NetworkError extends NodeJS.ErrnoException {
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

/** The address that a name stood for. */
function dialed({ syscall, address, port }: NetworkError): string | undefined {
  if (syscall !== 'connect' || address === undefined || port === undefined) return undefined;
  return formatHostPort({ host: address, port });
}

export const timeoutText = (network: Network, address: string): string =>
  `dial ${network} ${address}: i/o timeout`;

/** Why an address can't be dialed, as far as its looks tell. */
export function addressError(network: Network, address: string): string {
  if (/^[^[]*:[^[]*:/.test(address)) {
    return `dial ${network}: address ${address}: too many colons in address`;
  }
  const port = /^(?:\[[^[\]]*\]|[^:]*):([^:]+)$/.exec(address)?.[1];
  if (port === undefined) return `dial ${network}: address ${address}: missing port in address`;
  if (/^[+-]?\d+$/.test(port)) return `dial ${network}: address ${port}: invalid port`;
  return `dial ${network}: lookup ${network}/${port}: unknown port`;
}

function noSuchHost(host: string): string {
  const [server] = getServers();
  const asked = server === undefined ? '' : ` on ${server.includes(':') ? server : `${server}:53`}`;
  return `lookup ${host}${asked}: no such host`;
}

function tlsErrorText(code: string, message: string): string | undefined {
  const prefix = 'tls: failed to verify certificate: ';
  const untrusted = CERTIFICATE[code];
  if (untrusted !== undefined) return prefix + untrusted;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const reason = message.replace(/^Hostname\/IP does not match certificate's altnames: /, '');
    return `${prefix}x509: ${reason}`;
  }
  if (/wrong version number|packet length too long|record layer failure/i.test(message)) {
    return 'tls: first record does not look like a TLS handshake';
  }
  return undefined;
}
