// SPDX-License-Identifier: Apache-2.0
// Checks over TLS, and what checks say of addresses that lead nowhere.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createServer as createTls } from 'node:tls';
import { issueCertificates } from '../../../test/mesh-certificates.ts';
import type { Scenario } from '../../../test/mesh-scenario.ts';
import { freePort } from '../../../test/ports.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { probeOf, SURROUNDINGS } from './probes.ts';

const LEAF = '/ns/default/dc/dc1/svc/web';
const ends: (() => unknown)[] = [];
const at = { https: '', tls: '', h2: '', plain: '', closing: '', silent: '' };

before(async () => {
  const scenario = { cluster: 'dc1', leaves: [LEAF] } as unknown as Scenario;
  const issued = await issueCertificates([scenario]);
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  // What the machine trusts; it is read at the first check over TLS.
  const trust = join(folder, 'ca.pem');
  writeFileSync(trust, issued.root('dc1.consul'));
  process.env['SSL_CERT_FILE'] = trust;
  const { certPem: cert, keyPem: key } = issued.leaf(`spiffe://dc1.consul${LEAF}`);
  const servers = {
    https: createHttps({ cert, key }, (_request, response) => response.end('hello')),
    tls: createTls({ cert, key }, (socket) => socket.on('error', () => {})),
    h2: createSecureServer({ cert, key }),
    plain: createServer((socket) =>
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => {}),
    ),
    closing: createServer((socket) => socket.destroy()),
    silent: createServer((socket) => void socket.on('error', () => {})),
  };
  for (const [name, server] of Object.entries(servers)) {
    const port = await freePort();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => server.close());
    at[name as keyof typeof at] = `127.0.0.1:${port}`;
  }
});
after(() => {
  for (const end of ends) end();
});

async function run(type: CheckType): Promise<string> {
  const probe = probeOf({ Timeout: 2_000, ...type }, SURROUNDINGS);
  assert.ok(probe);
  const { status, output } = await probe(new AbortController().signal);
  return `${status}: ${output}`;
}

// The certificate names a workload, not a host.
const OTHER_NAME =
  /^critical: .*tls: failed to verify certificate: x509: IP: 127\.0\.0\.1 is not in/;
const skip = { TLSSkipVerify: true };

describe('a check over TLS', () => {
  const cases: Record<string, [() => CheckType, RegExp]> = {
    'of HTTP passes when nothing is verified': [
      () => ({ HTTP: `https://${at.https}/`, ...skip }),
      /^passing: HTTP GET https:\S+ 200 OK Output: hello$/,
    ],
    'of HTTP verifies': [() => ({ HTTP: `https://${at.https}/` }), OTHER_NAME],
    'of TCP passes when nothing is verified': [
      () => ({ TCP: at.tls, TCPUseTLS: true, ...skip }),
      /^passing: TCP\+TLS connect 127\.0\.0\.1:\d+: Success$/,
    ],
    'of TCP verifies': [() => ({ TCP: at.tls, TCPUseTLS: true }), OTHER_NAME],
    'of TCP verifies the name that it is told': [
      () => ({ TCP: at.tls, TCPUseTLS: true, TLSServerName: 'other.test' }),
      /^critical: tls: failed to verify certificate: x509: Cert does not contain a DNS name$/,
    ],
    'of HTTP/2 passes when nothing is verified': [
      () => ({ H2PING: at.h2, ...skip }),
      /^passing: HTTP2 ping was successful$/,
    ],
    'of HTTP/2 verifies': [
      () => ({ H2PING: at.h2 }),
      /^critical: Failed to dial to .*: tls: failed/,
    ],
    'of gRPC verifies': [
      () => ({ GRPC: at.h2, GRPCUseTLS: true }),
      /^critical: rpc error: code = Unavailable desc = connection error: desc = "transport: authentication handshake failed: tls: failed/,
    ],
    'waits for a handshake as long as it may': [
      () => ({ TCP: at.silent, TCPUseTLS: true, Timeout: 50 }),
      /^critical: context deadline exceeded$/,
    ],
    'finds no TLS': [
      () => ({ TCP: at.plain, TCPUseTLS: true, ...skip }),
      /^critical: tls: first record does not look like a TLS handshake$/,
    ],
  };
  for (const [name, [type, expected]] of Object.entries(cases)) {
    test(name, async () => assert.match(await run(type()), expected));
  }
});

describe('a check of what leads nowhere', () => {
  const cases: readonly [CheckType, string][] = [
    [{ HTTP: 'nonsense' }, 'Get "nonsense": unsupported protocol scheme ""'],
    [{ HTTP: 'ftp://x/' }, 'Get "ftp://x/": unsupported protocol scheme "ftp"'],
    [{ HTTP: 'http://' }, 'Get "http://": http: no Host in request URL'],
    [
      { HTTP: 'http://127.0.0.1:99999/' },
      'Get "http://127.0.0.1:99999/": dial tcp: address 99999: invalid port',
    ],
    [
      { HTTP: '127.0.0.1:80/up' },
      'parse "127.0.0.1:80/up": first path segment in URL cannot contain colon',
    ],
    [{ HTTP: 'localhost:80/up' }, 'Get "localhost:80/up": unsupported protocol scheme "localhost"'],
    [{ HTTP: 'http://x/%zz' }, 'parse "http://x/%zz": invalid URL escape "%zz"'],
    [
      { HTTP: 'http://127.0.0.1:1/', Header: { 'b d': ['x'] } },
      'Get "http://127.0.0.1:1/": net/http: invalid header field name "b d"',
    ],
    [
      { HTTP: 'http://127.0.0.1:1/', Header: { bd: ['x\ny'] } },
      'Get "http://127.0.0.1:1/": net/http: invalid header field value for "bd"',
    ],
    [
      { HTTP: 'http://localhost:1/' },
      'Get "http://localhost:1/": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    [{ TCP: 'localhost:1' }, 'dial tcp 127.0.0.1:1: connect: connection refused'],
    [{ HTTP: 'http://x/', Method: 'NO GOOD' }, 'net/http: invalid method "NO GOOD"'],
    [{ TCP: '127.0.0.1' }, 'dial tcp: address 127.0.0.1: missing port in address'],
    [{ TCP: '127.0.0.1:99999' }, 'dial tcp: address 99999: invalid port'],
    [{ TCP: '127.0.0.1:-1' }, 'dial tcp: address -1: invalid port'],
    [{ TCP: '::1:80' }, 'dial tcp: address ::1:80: too many colons in address'],
    [{ TCP: '127.0.0.1:what' }, 'dial tcp: lookup tcp/what: unknown port'],
    [{ UDP: '127.0.0.1' }, 'dial udp: address 127.0.0.1: missing port in address'],
  ];
  for (const [type, output] of cases) {
    test(JSON.stringify(type), async () => assert.equal(await run(type), `critical: ${output}`));
  }

  test('HTTP that is none', async () => {
    const broken = 'net/http: HTTP/1.x transport connection broken: malformed HTTP';
    const greetings: readonly [string, string][] = [
      ['SSH-2.0-OpenSSH_9.6', 'response "SSH-2.0-OpenSSH_9.6"'],
      ['220 mail.test ESMTP', 'status code "mail.test"'],
      ['RTSP/1.0x 200 OK', 'version "RTSP/1.0x"'],
    ];
    for (const [greeting, problem] of greetings) {
      const server = createServer((socket) => {
        socket.on('error', () => {}).once('data', () => socket.end(`${greeting}\r\n`));
      });
      const port = await freePort();
      await once(server.listen(port, '127.0.0.1'), 'listening');
      const HTTP = `http://127.0.0.1:${port}/`;
      assert.equal(await run({ HTTP }), `critical: Get "${HTTP}": ${broken} ${problem}`);
      server.close();
    }
  });

  test('gRPC that is none', async () => {
    const said = 'rpc error: code = Unavailable desc = connection error: desc =';
    const preface = `critical: ${said} "error reading server preface:`;
    assert.equal(await run({ GRPC: at.plain }), `${preface} http2: frame too large"`);
    assert.equal(await run({ GRPC: at.closing }), `${preface} EOF"`);
  });

  test('a ping of what is no HTTP/2', async () => {
    const output = await run({ H2PING: at.plain, H2PingUseTLS: false });
    assert.equal(output, 'critical: HTTP2 ping failed: http2: frame too large');
  });
});
