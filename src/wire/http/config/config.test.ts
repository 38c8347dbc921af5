// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { configEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => (server = await openHttpHarness({ endpoints: configEndpoints })));
after(() => server.close());

const put = (name: string, parts: object = {}, query = '') =>
  server.put(`/v1/config${query}`, { Kind: 'service-defaults', Name: name, ...parts });
const get = (name: string) => server.get(`/v1/config/service-defaults/${name}`);

describe('PUT /v1/config', () => {
  test('stores an entry, which can be read at once', async () => {
    const { status, json } = await put('web', { Protocol: 'http' });
    assert.deepEqual([status, json], [200, true]);
    const { json: entry, index, headers } = await get('web');
    const { Hash, CreateIndex, ModifyIndex, ...rest } = entry;
    assert.deepEqual(rest, {
      Kind: 'service-defaults',
      Name: 'web',
      Protocol: 'http',
      TransparentProxy: {},
      MeshGateway: {},
      Expose: {},
    });
    assert.ok(Hash > 0 && CreateIndex === ModifyIndex && index === ModifyIndex);
    assert.equal(headers.get('x-consul-effective-consistency'), null);
  });

  test('takes the kind by Kind when it is there twice', async () => {
    const twice = { Kind: 'file-system-certificate', kind: 'mesh', Name: 'twice' };
    assert.equal((await server.put('/v1/config', twice)).json, true);
    await server.send('DELETE', '/v1/config/file-system-certificate/twice');
  });

  test('of an equal entry moves no index', async () => {
    await put('same');
    const first = await get('same');
    await put('same');
    assert.equal((await get('same')).json.ModifyIndex, first.json.ModifyIndex);
  });

  test('of an equal entry succeeds whatever ?cas expects, and moves no index', async () => {
    await put('same-cas');
    const { ModifyIndex } = (await get('same-cas')).json;
    for (const cas of [0, 1, ModifyIndex, ModifyIndex + 1]) {
      assert.equal((await put('same-cas', {}, `?cas=${cas}`)).json, true);
    }
    assert.equal((await put('same-cas', { Protocol: 'grpc' }, '?cas=1')).json, false);
    assert.equal((await get('same-cas')).json.ModifyIndex, ModifyIndex);
  });

  test('with ?cas writes only what is as expected', async () => {
    assert.equal((await put('cas', {}, '?cas=5')).json, false);
    assert.equal((await put('cas', {}, '?cas=0')).json, true);
    assert.equal((await put('cas', { Protocol: 'grpc' }, '?cas=0')).json, false);
    const { ModifyIndex } = (await get('cas')).json;
    assert.equal((await put('cas', { Protocol: 'grpc' }, `?cas=${ModifyIndex}`)).json, true);
    assert.equal((await get('cas')).json.Protocol, 'grpc');
  });

  const refused: readonly (readonly [name: string, body: unknown, status: number, text: string])[] =
    [
      ['nothing', '', 400, 'Request decoding failed: EOF'],
      [
        'what has no kind',
        {},
        400,
        'Request decoding failed: Payload does not contain a kind/Kind key at the top level',
      ],
      [
        'an unknown kind',
        { Kind: 'wibble' },
        400,
        'Request decoding failed: invalid config entry kind: wibble',
      ],
      [
        'a kind that follows from others',
        { Kind: 'bound-api-gateway', Name: 'front' },
        403,
        'Permission denied: only writeable by controller',
      ],
      [
        'a mesh entry with a name',
        { Kind: 'mesh', Name: 'named' },
        400,
        'Request decoding failed: 1 error occurred:\n\t* invalid config key "Name"\n\n',
      ],
      [
        'an entry that makes no sense',
        { Kind: 'service-defaults', Name: 'x', Protocol: 'gopher' },
        500,
        '1 error occurred:\n\t* invalid value for protocol: gopher\n\n',
      ],
    ];
  for (const [name, body, status, text] of refused) {
    test(`refuses ${name} and stores nothing`, async () => {
      const { at } = server.core.state;
      const answer = await server.put('/v1/config', body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.equal(server.core.state.at, at);
    });
  }
});

describe('GET /v1/config', () => {
  test('of an entry that is not there says so, with an index to wait on', async () => {
    const { status, text, index } = await get('absent');
    assert.equal(status, 404);
    assert.equal(text, 'Config entry not found for "service-defaults" / "absent"');
    assert.ok(index > 0);
  });

  test('waits for an entry to come', async () => {
    const { index } = await get('late');
    const waiting = server.get(`/v1/config/service-defaults/late?index=${index}&wait=10s`);
    await put('late');
    const { status, json } = await waiting;
    assert.deepEqual([status, json.Name], [200, 'late']);
  });

  test('of a kind lists its entries; the mesh entry has no name', async () => {
    await server.put('/v1/config', { Kind: 'mesh' });
    const { json } = await server.get('/v1/config/mesh');
    assert.equal(json.length, 1);
    assert.equal(json[0].Kind, 'mesh');
    assert.ok(!('Name' in json[0]));
  });

  test('of a gateway says what it has been bound to, and when that changes', async () => {
    const write = (entry: object) => server.put('/v1/config', entry);
    await write({ Kind: 'file-system-certificate', Name: 'cert' });
    await write({ Kind: 'service-defaults', Name: 'site', Protocol: 'http' });
    await write({
      Kind: 'api-gateway',
      Name: 'front',
      Listeners: [
        {
          Name: 'one',
          Port: 1,
          Protocol: 'http',
          TLS: { Certificates: [{ Kind: 'file-system-certificate', Name: 'cert' }] },
        },
      ],
    });
    const { index } = await server.get('/v1/config/bound-api-gateway/front');
    const waiting = server.get(`/v1/config/bound-api-gateway/front?index=${index}&wait=10s`);
    const rule = { Services: [{ Name: 'site' }] };
    const parent = { Name: 'front', SectionName: 'one' };
    await write({ Kind: 'http-route', Name: 'route', Parents: [parent], Rules: [rule] });
    await write({ Kind: 'http-route', Name: 'lost', Parents: [{ Name: 'ghost' }], Rules: [rule] });
    const { json } = await waiting;
    const reference = { Kind: 'http-route', Name: 'route', SectionName: '' };
    assert.deepEqual(json.Listeners[0].Routes, [reference]);
    assert.deepEqual(json.Services, { site: [reference] });
    const reasons = async (path: string) => {
      const { Conditions } = (await server.get(`/v1/config/${path}`)).json.Status;
      return Conditions.map(({ Reason }: { Reason: string }) => Reason);
    };
    assert.deepEqual(await reasons('http-route/route'), ['Accepted', 'Bound']);
    assert.deepEqual(await reasons('http-route/lost'), ['Accepted', 'GatewayNotFound']);
    await server.send('DELETE', '/v1/config/file-system-certificate/cert');
    assert.deepEqual(await reasons('api-gateway/front'), [
      'InvalidCertificates',
      'NoConflict',
      'InvalidCertificateRef',
    ]);
    assert.deepEqual(await reasons('http-route/route'), ['Accepted', 'FailedToBind']);
    assert.equal((await server.get('/v1/config/bound-api-gateway')).json.length, 1);
    const all = (await server.get('/v1/config/')).json.map(({ Kind }: { Kind: string }) => Kind);
    assert.deepEqual(all, all.toSorted());
    assert.ok(all.includes('bound-api-gateway'));
  });

  test('of an unknown kind is refused', async () => {
    const { status, text } = await server.get('/v1/config/wibble');
    assert.deepEqual([status, text], [500, 'invalid config entry kind: wibble']);
  });
});

describe('DELETE /v1/config', () => {
  const remove = (name: string, query = '') =>
    server.send('DELETE', `/v1/config/service-defaults/${name}${query}`);

  test('removes an entry, and one that is not there as well', async () => {
    await put('gone');
    assert.deepEqual((await remove('gone')).json, {});
    assert.deepEqual((await remove('gone')).json, {});
    assert.equal((await get('gone')).status, 404);
  });

  test('with ?cas removes only what is as expected', async () => {
    await put('cas-gone');
    const { ModifyIndex } = (await get('cas-gone')).json;
    assert.equal((await remove('cas-gone', '?cas=1')).json, false);
    assert.equal((await remove('cas-gone', `?cas=${ModifyIndex}`)).json, true);
    assert.equal((await remove('cas-gone', '?cas=5')).json, true);
  });

  const refused: Record<string, [path: string, status: number, text: string]> = {
    'of other proxy-defaults than global': [
      'proxy-defaults/a',
      500,
      'invalid name ("a"), only "global" is supported',
    ],
    'of what follows from others, by a ?cas that is none': [
      'bound-api-gateway/a?cas=x',
      500,
      'strconv.ParseUint: parsing "x": invalid syntax',
    ],
    'by a ?cas too great': [
      `service-defaults/a?cas=${'9'.repeat(21)}`,
      500,
      `strconv.ParseUint: parsing "${'9'.repeat(21)}": value out of range`,
    ],
  };
  for (const [name, [path, expectedStatus, expectedText]] of Object.entries(refused)) {
    test(`${name} is refused`, async () => {
      const { status, text } = await server.send('DELETE', `/v1/config/${path}`);
      assert.deepEqual([status, text], [expectedStatus, expectedText]);
    });
  }

  test('without a name is refused', async () => {
    const { status, text } = await server.send('DELETE', '/v1/config/service-defaults');
    assert.deepEqual([status, text], [404, 'Must provide both a kind and name to delete']);
  });
});
