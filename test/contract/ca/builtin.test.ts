// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createBuiltinProvider } from '../../../src/ca/builtin/provider.ts';
import { parseCertificate } from '../../../src/model/ca/certificate.ts';
import { Secret } from '../../../src/model/secret.ts';
import { CLUSTER_ID, signingProviderContract } from './signing-provider.ts';

signingProviderContract('builtin', ({ now }) => createBuiltinProvider({ now, randomBytes }));

test('the name of a root follows from the randomness that is handed in', async () => {
  const names: [number, string][] = [
    [0, 'CN=pri-00000000.consul.ca.11111111.consul'],
    [0xff, 'CN=pri-3w5e1126.consul.ca.11111111.consul'],
  ];
  for (const [byte, name] of names) {
    const provider = createBuiltinProvider({
      now: Date.now,
      randomBytes: (count) => Buffer.alloc(count, byte),
    });
    const { certPem } = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 1 });
    assert.equal(parseCertificate(certPem).subject, name);
  }
});

test('a text that is no EC or RSA key opens nothing, and is not repeated', async () => {
  const provider = createBuiltinProvider({ now: Date.now, randomBytes });
  const { certPem } = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 1 });
  await assert.rejects(provider.openSigner({ certPem, privateKeyPem: new Secret('hunter2') }), {
    name: 'Refusal',
    message: 'the private key of the root is no EC or RSA key',
  });
});
