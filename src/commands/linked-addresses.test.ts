// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../test/http-harness.ts';

let server: HttpHarness;
before(async () => (server = await openHttpHarness()));
after(() => server.close());

const entry = (...names: string[]) =>
  server.put('/v1/config', {
    Kind: 'terminating-gateway',
    Name: 'out',
    Services: names.map((Name) => ({ Name })),
  });
const register = (node: string) =>
  server.put('/v1/catalog/register', {
    Node: node,
    Address: '10.0.0.1',
    Service: {
      Kind: 'terminating-gateway',
      Service: 'out',
      Port: 8443,
      TaggedAddresses: { wan: { Address: '198.51.100.1', Port: 443 } },
    },
  });
const tags = async (): Promise<string[][]> => {
  const { json } = await server.get('/v1/catalog/service/out');
  return json.map((row: { ServiceTaggedAddresses: object }) =>
    Object.keys(row.ServiceTaggedAddresses).sort(),
  );
};
const onNode = async (node: string) =>
  (await server.get(`/v1/catalog/node/${node}`)).json.Services.out;

test('a terminating gateway announces the addresses of what it leads to', async () => {
  await register('n1');
  await entry('mail', '*');
  await register('n2');
  assert.deepEqual(await tags(), [
    ['consul-virtual:*', 'consul-virtual:mail', 'wan'],
    ['consul-virtual:*', 'consul-virtual:mail', 'wan'],
  ]);
});

test('registering it again changes nothing', async () => {
  const first = await onNode('n2');
  await register('n2');
  assert.deepEqual(await onNode('n2'), first);
});

test('a gateway that an entry found without meta has an empty one', async () => {
  assert.deepEqual((await onNode('n1')).Meta, {});
  assert.deepEqual((await onNode('n2')).Meta, null);
});

test('the address of a wildcard is kept while an entry has one', async () => {
  const addresses = async () =>
    (await server.get('/v1/catalog/service/out')).json[0].ServiceTaggedAddresses;
  const { 'consul-virtual:*': first } = await addresses();
  await server.put('/v1/config', {
    Kind: 'terminating-gateway',
    Name: 'other',
    Services: [{ Name: '*' }],
  });
  await entry('mail');
  await entry('mail', '*');
  assert.deepEqual((await addresses())['consul-virtual:*'], first);
  await server.send('DELETE', '/v1/config/terminating-gateway/other');
  assert.deepEqual((await addresses())['consul-virtual:*'], first);
});

test('what an entry names has an address before there is a gateway', async () => {
  const Services = [{ Name: 'harbour' }];
  await server.put('/v1/config', { Kind: 'terminating-gateway', Name: 'later', Services });
  const { json } = await server.get('/v1/discovery-chain/harbour');
  assert.equal(json.Chain.AutoVirtualIPs.length, 1);
});

test('addresses go with the entry, and are free again', async () => {
  await entry('bank');
  assert.deepEqual((await tags())[0], ['consul-virtual:bank', 'wan']);
  const ofMail = (await server.get('/v1/discovery-chain/mail')).json.Chain.AutoVirtualIPs;
  assert.equal(ofMail, null);
  await server.send('DELETE', '/v1/config/terminating-gateway/out');
  assert.deepEqual((await tags())[0], ['wan']);
});
