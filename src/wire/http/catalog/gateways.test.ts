// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { defineCommand, put } from '../../../commands/command.ts';
import type { ConfigEntry } from '../../../model/config-entries/entry.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import { healthEndpoints } from '../health/endpoints.ts';
import { catalogEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({ endpoints: [...catalogEndpoints, ...healthEndpoints] });
  await register({ Service: 'mail' });
  await register({ Service: 'cart', Port: 2, Connect: { Native: true } });
  await register({ Service: 'shop', Port: 3, Connect: { Native: true } });
  await register({ Service: 'in', Kind: 'ingress-gateway', Port: 4 });
  await register({ Service: 'out', Kind: 'terminating-gateway', Port: 5 });
  await entry({ Kind: 'service-defaults', Name: 'cart', Protocol: 'http' });
  await entry({ Kind: 'service-defaults', Name: 'api.example', Destination: { Port: 443 } });
});
after(() => server.close());

const register = (Service: object) =>
  server.put('/v1/catalog/register', { Node: 'gw', Address: '10.0.0.1', Service });

const entry = (value: object) =>
  server.issue(
    defineCommand({
      name: 'write-an-entry-in-a-test',
      decide: () => ({
        writes: [put(configEntries, { tenancy: localTenancy, entry: value as ConfigEntry })],
        reply: undefined,
      }),
    }),
    undefined,
  );

const servicesOf = async (gateway: string) =>
  (await server.get(`/v1/catalog/gateway-services/${gateway}`)).json;
const idsOf = async (path: string): Promise<string[]> =>
  (await server.get(path)).json.map((one: { Service: { ID: string } }) => one.Service.ID);

describe('an ingress gateway', () => {
  before(() =>
    entry({
      Kind: 'ingress-gateway',
      Name: 'in',
      Listeners: [
        { Port: 9000, Protocol: 'tcp', Services: [{ Name: 'mail', Hosts: null }] },
        { Port: 1, Protocol: 'tcp', Services: null },
        {
          Port: 8080,
          Protocol: 'http',
          Services: [{ Name: 'shop', Hosts: ['shop.example'] }, { Name: '*' }],
        },
      ],
    }),
  );

  test('serves what it names, and of the mesh what speaks as its listener does', async () => {
    const shown = (await servicesOf('IN')).map(
      ({ CreateIndex, ModifyIndex, Gateway, GatewayKind, ...rest }: Record<string, unknown>) => {
        assert.ok(Number(CreateIndex) > 0 && Number(ModifyIndex) > 0);
        assert.deepEqual([Gateway, GatewayKind], [{ Name: 'in' }, 'ingress-gateway']);
        return rest;
      },
    );
    assert.deepEqual(shown, [
      { Service: { Name: 'cart' }, Port: 8080, Protocol: 'http', FromWildcard: true },
      { Service: { Name: 'mail' }, Port: 9000, Protocol: 'tcp' },
      { Service: { Name: 'shop' }, Port: 8080, Protocol: 'http', Hosts: ['shop.example'] },
    ]);
  });

  test('is found by what it serves', async () => {
    assert.deepEqual(await idsOf('/v1/health/ingress/MAIL'), ['in']);
    assert.deepEqual(await idsOf('/v1/health/ingress/cart'), ['in']);
    assert.deepEqual(await idsOf('/v1/health/ingress/absent'), []);
  });

  test('knows the kind of what was registered after the entry', async () => {
    await register({ Service: 'mail', Port: 6 });
    await register({ Service: 'cart', Port: 7, Connect: { Native: true } });
    type Served = { readonly Service: { readonly Name: string }; readonly ServiceKind?: string };
    const kinds = (await servicesOf('in')).map(({ Service, ServiceKind }: Served) => {
      return [Service.Name, ServiceKind];
    });
    assert.deepEqual(kinds, [
      ['cart', 'service'],
      ['mail', 'service'],
      ['shop', undefined],
    ]);
  });

  test('wakes who waits for one when the entry changes', async () => {
    const target = '/v1/health/ingress/later';
    const { index } = await server.get(target);
    const waiting = server.get(`${target}?index=${index}&wait=10s`);
    await entry({
      Kind: 'ingress-gateway',
      Name: 'in',
      Listeners: [{ Port: 1, Protocol: 'tcp', Services: [{ Name: 'later' }] }],
    });
    assert.equal((await waiting).json.length, 1);
  });
});

describe('a terminating gateway', () => {
  before(() =>
    entry({
      Kind: 'terminating-gateway',
      Name: 'out',
      Services: [
        { Name: 'mail', SNI: 'mail.example', CAFile: 'ca.pem' },
        { Name: '*', DisableAutoHostRewrite: true },
      ],
    }),
  );

  test('serves what it names and what is outside of the mesh', async () => {
    const shown = (await servicesOf('out')).map(
      ({
        CreateIndex: _,
        ModifyIndex: __,
        Gateway: ___,
        GatewayKind,
        ...rest
      }: Record<string, unknown>) => {
        assert.equal(GatewayKind, 'terminating-gateway');
        return rest;
      },
    );
    assert.deepEqual(shown, [
      { Service: { Name: 'api.example' }, FromWildcard: true, ServiceKind: 'destination' },
      {
        Service: { Name: 'mail' },
        CAFile: 'ca.pem',
        SNI: 'mail.example',
        AutoHostRewrite: true,
        ServiceKind: 'service',
      },
    ]);
  });

  test('speaks in the mesh for what it serves', async () => {
    assert.deepEqual(await idsOf('/v1/health/connect/mail'), ['out']);
    const { json } = await server.get('/v1/catalog/connect/mail');
    assert.equal(json[0].ServiceID, 'out');
    assert.deepEqual(await idsOf('/v1/health/connect/mail?peer=east'), []);
  });
});

test('a gateway without an entry serves nothing', async () => {
  assert.deepEqual(await servicesOf('absent'), []);
});
