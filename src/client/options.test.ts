// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Environment } from './environment.ts';
import { type ClientFlags, clientOptions } from './options.ts';

const CA = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

let folder = '';
const at = (name: string): string => join(folder, name);

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'options-'));
  const files = {
    flag: 'of the flag\n',
    variable: 'of the variable\n',
    nothing: '\n',
    ca: CA,
    cert: 'a certificate',
    key: 'a key',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
  mkdirSync(at('cas/folder'), { recursive: true });
  mkdirSync(at('empty'));
  writeFileSync(at('cas/b.pem'), CA);
  writeFileSync(at('cas/a.pem'), CA.trimEnd());
  writeFileSync(at('cas/README'), 'no certificate');
});
after(() => rmSync(folder, { recursive: true }));

/** Flags and environment as functions, since the folder has no name yet. */
type Case = [flags: () => ClientFlags, environment: () => Environment, expected: () => object];

const nothing = () => ({});

describe('what a client is told:', () => {
  const cases: Record<string, Case> = {
    'nothing: a local agent': [
      nothing,
      nothing,
      () => ({ address: '127.0.0.1:8500', token: '', tls: { verify: true } }),
    ],
    'the address by a flag, before the environment': [
      () => ({ httpAddr: 'a:1' }),
      () => ({ CONSUL_HTTP_ADDR: 'b:1' }),
      () => ({ address: 'a:1' }),
    ],
    'the address by the environment': [
      () => ({ httpAddr: '' }),
      () => ({ CONSUL_HTTP_ADDR: 'b:1' }),
      () => ({ address: 'b:1' }),
    ],
    'CAUSEWAY_ goes before CONSUL_': [
      nothing,
      () => ({ CONSUL_HTTP_ADDR: 'b:1', CAUSEWAY_HTTP_ADDR: 'c:1' }),
      () => ({ address: 'c:1' }),
    ],
    'an empty variable counts as none': [
      nothing,
      () => ({ CONSUL_HTTP_ADDR: 'b:1', CAUSEWAY_HTTP_ADDR: '' }),
      () => ({ address: 'b:1' }),
    ],
    'the token: -token-file before -token': [
      () => ({ token: 'a', tokenFile: at('flag') }),
      () => ({ CONSUL_HTTP_TOKEN: 'b' }),
      () => ({ token: 'of the flag' }),
    ],
    'the token: an empty file is none': [
      () => ({ token: 'a', tokenFile: at('nothing') }),
      nothing,
      () => ({ token: 'a' }),
    ],
    'the token: -token before the environment': [
      () => ({ token: 'a' }),
      () => ({ CONSUL_HTTP_TOKEN: 'b', CONSUL_HTTP_TOKEN_FILE: at('variable') }),
      () => ({ token: 'a' }),
    ],
    'the token: a file of the environment before its token': [
      nothing,
      () => ({ CONSUL_HTTP_TOKEN: 'b', CONSUL_HTTP_TOKEN_FILE: at('variable') }),
      () => ({ token: 'of the variable' }),
    ],
    'the token: one for us before a file for both': [
      nothing,
      () => ({ CAUSEWAY_HTTP_TOKEN: 'c', CONSUL_HTTP_TOKEN_FILE: at('variable') }),
      () => ({ token: 'c' }),
    ],
    'TLS, a name with a port, and no wish to verify': [
      nothing,
      () => ({
        CONSUL_HTTP_SSL: 'true',
        CONSUL_HTTP_SSL_VERIFY: 'false',
        CONSUL_TLS_SERVER_NAME: 'server.dc1.consul:8501',
      }),
      () => ({ usesTls: true, tls: { verify: false, serverName: 'server.dc1.consul' } }),
    ],
    certificates: [
      () => ({ caFile: at('ca') }),
      () => ({ CONSUL_CLIENT_CERT: at('cert'), CONSUL_CLIENT_KEY: at('key') }),
      () => ({ tls: { verify: true, ca: CA, cert: 'a certificate', key: 'a key' } }),
    ],
    'CA certificates of a directory, without what else lies there': [
      nothing,
      () => ({ CONSUL_CAPATH: at('cas') }),
      () => ({ tls: { verify: true, ca: CA + CA } }),
    ],
    'a CA file before a directory': [
      () => ({ caPath: at('empty') }),
      () => ({ CONSUL_CACERT: at('ca') }),
      () => ({ tls: { verify: true, ca: CA } }),
    ],
    'a name and a password for a reverse proxy': [
      nothing,
      () => ({ CONSUL_HTTP_AUTH: 'ann:se:cret' }),
      () => ({ auth: { user: 'ann', password: 'se:cret' } }),
    ],
    'a name alone': [
      nothing,
      () => ({ CONSUL_HTTP_AUTH: 'ann' }),
      () => ({ auth: { user: 'ann', password: '' } }),
    ],
    'a tenant': [
      () => ({ namespace: 'web', datacenter: 'dc2', stale: true }),
      () => ({ CONSUL_NAMESPACE: 'db', CONSUL_PARTITION: 'team' }),
      () => ({ namespace: 'web', partition: 'team', datacenter: 'dc2', stale: true }),
    ],
  };
  for (const [name, [flags, environment, expected]] of Object.entries(cases)) {
    test(name, () => {
      assert.deepEqual(clientOptions(flags(), environment()), {
        address: '127.0.0.1:8500',
        token: '',
        tls: { verify: true },
        ...expected(),
      });
    });
  }
});

describe('what a client can not be told:', () => {
  const cases: Record<string, [() => ClientFlags, () => Environment, RegExp]> = {
    'a token file that is not there': [
      () => ({ tokenFile: '/nowhere/token' }),
      nothing,
      /^Error: Error loading token file \/nowhere\/token: open \/nowhere\/token: no such file or directory$/,
    ],
    'a CA file that is a directory': [
      () => ({ caFile: folder }),
      nothing,
      /Error loading CA file .*: is a directory$/,
    ],
    'a CA directory without certificates': [
      () => ({ caPath: at('empty') }),
      nothing,
      /no CA certificate in .*\/empty$/,
    ],
    'a certificate without its key': [
      () => ({ clientCert: at('cert') }),
      nothing,
      /both client cert and client key must be provided$/,
    ],
    'a truth value that is none': [
      nothing,
      () => ({ CONSUL_HTTP_SSL_VERIFY: 'flase' }),
      /^Error: CONSUL_HTTP_SSL_VERIFY: "flase" is neither true nor false$/,
    ],
  };
  for (const [name, [flags, environment, message]] of Object.entries(cases)) {
    test(name, () => assert.throws(() => clientOptions(flags(), environment()), message));
  }
});
