// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { Secret } from '../secret.ts';
import { issuedCertOf, type Leaf } from './leaf.ts';
import type { WorkloadId } from './spiffe.ts';

const at = { trustDomain: 'abc.consul', partition: 'default', datacenter: 'dc1' };
const web: WorkloadId = { kind: 'service', ...at, namespace: 'default', service: 'web' };
const indexes = { createIndex: 19, modifyIndex: 20 };

function leafOf(id: WorkloadId): Leaf {
  return {
    id,
    serial: 9n,
    certPem: 'CERT\n',
    privateKeyPem: new Secret('KEY\n'),
    notBeforeMs: Date.parse('2026-11-20T11:34:29Z'),
    notAfterMs: Date.parse('2026-11-23T11:34:29Z'),
    rootId: 'aa:bb',
  };
}

test('the leaf of a service is shown as Consul shows it, key for key in that order', () => {
  assert.equal(
    JSON.stringify(issuedCertOf(leafOf(web), indexes)),
    JSON.stringify({
      SerialNumber: '09',
      CertPEM: 'CERT\n',
      PrivateKeyPEM: 'KEY\n',
      Service: 'web',
      ServiceURI: 'spiffe://abc.consul/ns/default/dc/dc1/svc/web',
      ValidAfter: '2026-11-20T11:34:29Z',
      ValidBefore: '2026-11-23T11:34:29Z',
      CreateIndex: 19,
      ModifyIndex: 20,
    }),
  );
});

describe('the owner of another leaf is shown by its kind', () => {
  const cases: [WorkloadId, object][] = [
    [
      { kind: 'agent', ...at, agent: 'n1' },
      { Agent: 'n1', AgentURI: 'spiffe://abc.consul/agent/client/dc/dc1/id/n1' },
    ],
    [
      { kind: 'server', trustDomain: 'abc.consul', datacenter: 'dc1' },
      { ServerURI: 'spiffe://abc.consul/agent/server/dc/dc1' },
    ],
    [
      { kind: 'mesh-gateway', ...at },
      { Kind: 'mesh-gateway', KindURI: 'spiffe://abc.consul/gateway/mesh/dc/dc1' },
    ],
  ];
  for (const [id, owner] of cases) {
    test(id.kind, () => {
      const { SerialNumber, CertPEM, PrivateKeyPEM, ValidAfter, ValidBefore, ...rest } =
        issuedCertOf(leafOf(id), indexes);
      assert.deepEqual(rest, { ...owner, CreateIndex: 19, ModifyIndex: 20 });
      assert.ok(SerialNumber && CertPEM && PrivateKeyPEM && ValidAfter && ValidBefore);
    });
  }
});

test('a leaf prints without its key', () => {
  assert.ok(!inspect(leafOf(web)).includes('KEY'));
});
