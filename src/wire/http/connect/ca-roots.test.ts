// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { initialiseCluster } from '../../../commands/initialise-cluster.ts';
import { connectEndpoints } from './endpoints.ts';

const pem = readFileSync(new URL('../../../model/ca/testdata/root.pem', import.meta.url), 'utf8');

const FINGERPRINT = '85:a7:23:ca:0c:14:5b:17:c4:d4:b4:d3:2c:6b:79:34:ac:f8:71:9a';

let server: HttpHarness;
before(async () => (server = await openHttpHarness({ endpoints: connectEndpoints })));
after(() => server.close());

test('before there is a root, the CA is said not to be ready', async () => {
  const { status, text } = await server.get('/v1/connect/ca/roots');
  assert.deepEqual([status, text], [503, 'CA has not finished initializing']);
});

test('the roots are shown with the trust domain, and waiting for them ends when they come', async () => {
  await server.issue(initialiseCluster, {
    clusterId: 'CBE1D32A-a641-efb7-31d0-ded9d1c484b2',
    root: { ID: FINGERPRINT, Active: true, RootCert: pem, IntermediateCerts: [] },
    key: { rootId: FINGERPRINT, privateKeyPem: 'no key in a test' },
  });
  const { json, index } = await server.get('/v1/connect/ca/roots');
  assert.equal(json.TrustDomain, 'cbe1d32a-a641-efb7-31d0-ded9d1c484b2.consul');
  assert.equal(json.Roots.length, 1);
  assert.deepEqual([json.ActiveRootID, json.Roots[0].ID], [FINGERPRINT, FINGERPRINT]);
  assert.equal(json.Roots[0].CreateIndex, index);
  assert.ok(!JSON.stringify(json).includes('no key'));
});

test('?pem answers with the certificates alone', async () => {
  const { text, headers } = await server.get('/v1/connect/ca/roots?pem=true');
  assert.equal(headers.get('content-type'), 'application/pem-certificate-chain');
  assert.equal(text.trim(), pem.trim());
  assert.equal((await server.get('/v1/connect/ca/roots?pem=maybe')).status, 400);
});
