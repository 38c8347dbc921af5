// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';

const STATES = '/v1/internal/federation-states';
const STATE = '/v1/internal/federation-state';

let server: HttpHarness;
before(async () => (server = await openHttpHarness()));
after(() => server.close());

test('there is one datacenter, without gateways', async () => {
  const { json, index } = await server.get(STATES);
  const [{ UpdatedAt, ...rest }] = json;
  assert.match(UpdatedAt, /^\d{4}-/);
  assert.deepEqual(rest, {
    Datacenter: 'dc1',
    PrimaryModifyIndex: json[0].ModifyIndex,
    CreateIndex: json[0].ModifyIndex,
    ModifyIndex: json[0].ModifyIndex,
  });
  assert.ok(index >= 1);
  assert.deepEqual((await server.get(`${STATES}/mesh-gateways`)).json, {});
});

test('a mesh gateway is a way into it', async () => {
  const { index } = await server.get(STATES);
  await server.put('/v1/catalog/register', {
    Node: 'quay',
    Address: '10.0.0.1',
    Service: { Kind: 'mesh-gateway', Service: 'gate', Port: 443 },
  });
  const changed = await server.get(`${STATES}?index=${index}&wait=5s`);
  assert.ok(changed.index > index);
  assert.equal(changed.json[0].MeshGateways[0].Service.Service, 'gate');
  const gateways = await server.get(`${STATES}/mesh-gateways`);
  assert.equal(gateways.json.dc1[0].Node.Node, 'quay');
  const one = await server.get(`${STATE}/dc1`);
  assert.deepEqual(one.json.State, changed.json[0]);
  assert.deepEqual([one.json.Index, one.json.KnownLeader], [one.index, true]);
});

test('another datacenter is not there', async () => {
  assert.equal((await server.get(`${STATE}/DC1`)).status, 200);
  const { status, text } = await server.get(`${STATE}/dc9`);
  assert.deepEqual([status, text], [404, '']);
});
