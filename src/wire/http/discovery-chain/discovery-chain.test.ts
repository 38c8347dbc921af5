// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { configEndpoints } from '../config/endpoints.ts';
import { discoveryChainEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  const endpoints = [...configEndpoints, ...discoveryChainEndpoints];
  server = await openHttpHarness({ endpoints });
});
after(() => server.close());

const chain = (service: string, query = '') => server.get(`/v1/discovery-chain/${service}${query}`);
const put = (Kind: string, Name: string, parts: object = {}) =>
  server.put('/v1/config', { Kind, Name, ...parts });
const to = (Service: string) => ({ Redirect: { Service } });

test('a service that nobody knows has a chain', async () => {
  const { status, json, index } = await chain('Nobody');
  assert.equal(status, 200);
  assert.equal(json.Chain.StartNode, 'resolver:Nobody.default.default.dc1');
  assert.deepEqual([json.Chain.AutoVirtualIPs, json.Chain.ManualVirtualIPs], [null, null]);
  assert.ok(index > 0);
});

test('an entry gives the service a virtual address', async () => {
  await put('service-resolver', 'timed', { ConnectTimeout: '90s', RequestTimeout: '2s' });
  const { Chain } = (await chain('timed')).json;
  const { Resolver } = Chain.Nodes[Chain.StartNode];
  assert.deepEqual([Resolver.ConnectTimeout, Resolver.RequestTimeout], ['1m30s', 2_000_000_000]);
  assert.match(Chain.AutoVirtualIPs[0], /^240\./);
  assert.deepEqual(Chain.ManualVirtualIPs, []);
});

test('?compile-dc says where calls begin', async () => {
  const { json } = await chain('web', '?compile-dc=dc7');
  assert.equal(json.Chain.StartNode, 'resolver:web.default.default.dc7');
});

test('a reader waits until an entry changes that the chain passes', async () => {
  await put('service-resolver', 'front', to('back'));
  const { index } = await chain('front');
  const waiting = chain('front', `?index=${index}&wait=1m`);
  await put('service-resolver', 'elsewhere', { ConnectTimeout: '1s' });
  await put('service-resolver', 'back', { ConnectTimeout: '7s' });
  const { json, index: next } = await waiting;
  assert.ok(next > index);
  assert.equal(json.Chain.Targets['back.default.default.dc1'].ConnectTimeout, '7s');
});

test('entries of others do not end the wait', async () => {
  const { index } = await chain('calm');
  const waiting = chain('calm', `?index=${index}&wait=20ms`);
  await put('service-resolver', 'restless', { ConnectTimeout: '3s' });
  assert.equal((await waiting).index, index);
});

test('overrides make another chain', async () => {
  const body = {
    override_protocol: 'grpc',
    OverrideConnectTimeout: '33s',
    OverrideMeshGateway: { Mode: 'local' },
    Unknown: 1,
  };
  const { json } = await server.send('POST', '/v1/discovery-chain/over', body);
  const { CustomizationHash, Protocol, Targets } = json.Chain;
  assert.match(CustomizationHash, /^[0-9a-f]{8}$/);
  assert.equal(Protocol, 'grpc');
  const { ConnectTimeout, MeshGateway } = Targets['over.default.default.dc1'];
  assert.deepEqual([ConnectTimeout, MeshGateway], ['33s', { Mode: 'local' }]);
});

test('a chain that was broken from afar says what is wrong', async () => {
  await put('service-resolver', 'first', to('second'));
  await put('service-resolver', 'second', to('third'));
  // A change is held against the chains that name its service, not against those further away.
  assert.equal((await put('service-resolver', 'third', to('first'))).status, 500);
  await put('service-defaults', 'fourth', { Protocol: 'http' });
  const { status, text } = await put('service-resolver', 'third', to('fourth'));
  assert.equal(status, 500);
  assert.match(text, /uses inconsistent protocols; service "fourth" has "http"/);
});

test('a chain that makes no sense for a caller without a splitter says why', async () => {
  await put('service-defaults', 'one', { Protocol: 'http' });
  await put('service-defaults', 'two', { Protocol: 'http' });
  await put('service-splitter', 'one', { Splits: [{ Weight: 100, Service: 'two' }] });
  await put('service-resolver', 'one', to('bytes'));
  const body = { OverrideProtocol: 'tcp' };
  const { status, text } = await server.send('POST', '/v1/discovery-chain/one', body);
  assert.deepEqual(
    [status, text],
    [
      500,
      'failed to compile discovery chain: discovery chain "one" uses inconsistent protocols; service "bytes" has "tcp" which is not "http"',
    ],
  );
});
