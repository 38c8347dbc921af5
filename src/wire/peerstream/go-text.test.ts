// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goText } from './go-text.ts';

const failed = (cause: string): string =>
  `No connection established. Last error: ${cause}. Resolution note: `;

const cases: readonly { name: string; given: string; expected: string }[] = [
  {
    name: 'nobody listens',
    given: failed('Error: connect ECONNREFUSED 127.0.0.1:8503'),
    expected:
      'connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:8503: connect: connection refused"',
  },
  {
    name: 'nobody listens on IPv6',
    given: failed('Error: connect ECONNREFUSED ::1:8503'),
    expected:
      'connection error: desc = "transport: Error while dialing: dial tcp [::1]:8503: connect: connection refused"',
  },
  {
    name: 'the name is unknown',
    given: 'Name resolution failed for target dns:///east.invalid:8503',
    expected:
      'connection error: desc = "transport: Error while dialing: dial tcp: lookup east.invalid: no such host"',
  },
  {
    name: 'the certificate is for another name',
    given: failed(
      "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: wrong.name. is not in the cert's altnames: DNS:server.dc1.peering.x.consul, URI:spiffe://x.consul/agent/server/dc/dc1",
    ),
    expected:
      'connection error: desc = "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate is valid for server.dc1.peering.x.consul, not wrong.name"',
  },
  {
    name: 'the certificate is of another CA',
    given: failed('Error: unable to verify the first certificate'),
    expected:
      'connection error: desc = "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority"',
  },
  {
    name: 'the server hangs up during the handshake',
    given: failed(
      'Error: Client network socket disconnected before secure TLS connection was established',
    ),
    expected: 'connection error: desc = "transport: authentication handshake failed: EOF"',
  },
  {
    name: 'something else happens',
    given: failed('Failed to connect (2026-11-20T12:16:42.269Z)'),
    expected:
      'connection error: desc = "transport: Error while dialing: Failed to connect (2026-11-20T12:16:42.269Z)"',
  },
  {
    name: 'the peer answered in its own words',
    given: 'invalid peering stream secret',
    expected: 'invalid peering stream secret',
  },
];

describe('a failed connection in the words of Go, when', () => {
  for (const { name, given, expected } of cases) {
    test(name, () => assert.equal(goText(given), expected));
  }
});
