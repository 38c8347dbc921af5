// SPDX-License-Identifier: Apache-2.0
// What went wrong with a connection, in the words of Go's client: operators search for those, and tools
// match on them.

/** grpc-js's account of a failed call as grpc-go would give it; texts of the peer's own stay as they are. */
export function goText(details: string): string {
  const resolution = /^Name resolution failed for target dns:\/\/\/(.+):\d+$/.exec(details);
  if (resolution !== null) {
    return dialing(`dial tcp: lookup ${resolution[1]}: no such host`);
  }
  const last = /^No connection established\. Last error: (.*?)(?: Resolution note: .*)?$/s.exec(
    details,
  );
  if (last === null) return details;
  const cause = (last[1] ?? '').replace(/\.$/, '');
  return ofHandshake(cause) ?? ofSocket(cause);
}

const SYSTEM: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  ECONNRESET: 'read: connection reset by peer',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
};

function ofSocket(cause: string): string {
  const known = /\b(E[A-Z]{5,}) (\S+):(\d+)/.exec(cause);
  const what = SYSTEM[known?.[1] ?? ''];
  if (known === null || what === undefined) return dialing(cause);
  const [, , host = '', port] = known;
  return dialing(`dial tcp ${host.includes(':') ? `[${host}]` : host}:${port}: ${what}`);
}

function ofHandshake(cause: string): string | undefined {
  const names = /Host: (?<wanted>\S+?)\.? is not in the cert's altnames: (?<found>.*)$/.exec(cause);
  if (names?.groups !== undefined) {
    const { wanted, found = '' } = names.groups;
    const valid = [...found.matchAll(/DNS:([^,\s]+)/g)].map((match) => match[1]).join(', ');
    return verifying(`certificate is valid for ${valid}, not ${wanted}`);
  }
  if (/self-signed certificate|unable to (?:verify|get)|signature failure/.test(cause)) {
    return verifying('certificate signed by unknown authority');
  }
  if (/certificate has expired|not yet valid/.test(cause)) {
    return verifying('certificate has expired or is not yet valid');
  }
  if (cause.includes('before secure TLS connection was established')) {
    return connection('transport: authentication handshake failed: EOF');
  }
  return undefined;
}

const verifying = (reason: string): string =>
  connection(
    `transport: authentication handshake failed: tls: failed to verify certificate: x509: ${reason}`,
  );

const dialing = (reason: string): string => connection(`transport: Error while dialing: ${reason}`);

const connection = (reason: string): string => `connection error: desc = "${reason}"`;
