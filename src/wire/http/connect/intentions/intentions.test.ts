// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../../test/http-harness.ts';
import { configEndpoints } from '../../config/endpoints.ts';
import { intentionEndpoints } from './endpoints.ts';

const BASE = '/v1/connect/intentions';
let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({ endpoints: [...intentionEndpoints, ...configEndpoints] });
});
after(() => server.close());

const get = (target: string) => server.get(BASE + target);
const put = (target: string, body: unknown) => server.put(BASE + target, body);
const exact = (source: string, destination: string) =>
  `/exact?source=${source}&destination=${destination}`;
const pairs = (found: readonly { SourceName: string; DestinationName: string }[]) =>
  found.map(({ SourceName, DestinationName }) => `${SourceName}>${DestinationName}`);

describe('an intention by its two ends', () => {
  test('is a source in the entry of its destination, and goes with the entry', async () => {
    assert.equal((await put(exact('web', 'db'), { Action: 'allow' })).json, true);
    await put(exact('*', 'db'), { Action: 'deny', Description: 'the rest' });
    const entry = (await server.get('/v1/config/service-intentions/db')).json;
    assert.deepEqual(
      entry.Sources.map(({ Name, Action }: { Name: string; Action: string }) => [Name, Action]),
      [
        ['web', 'allow'],
        ['*', 'deny'],
      ],
    );
    const { json } = await get(exact('web', 'db'));
    assert.deepEqual([json.Action, json.Precedence, json.SourceType], ['allow', 9, 'consul']);
    assert.equal((await server.send('DELETE', BASE + exact('web', 'db'))).json, true);
    assert.equal((await server.send('DELETE', BASE + exact('*', 'db'))).json, true);
    assert.equal((await get(exact('web', 'db'))).status, 404);
    assert.equal((await server.get('/v1/config/service-intentions/db')).status, 404);
  });

  test('may come from a peer, and decides for that alone', async () => {
    await put(exact('peer:west/web', 'pay'), { Action: 'allow' });
    await put(exact('peer:east/*', 'pay'), { Action: 'deny' });
    for (const [source, isAllowed] of [
      ['peer:west/web', true],
      ['peer:east/web', false],
    ] as const) {
      const { json } = await get(`/check?source=${source}&destination=pay`);
      assert.deepEqual(json, { Allowed: isAllowed });
    }
    await server.send('DELETE', BASE + exact('peer:east/*', 'pay'));
    const { json } = await get(exact('peer:west/web', 'pay'));
    assert.deepEqual([json.SourceName, json.SourcePeer], ['web', 'west']);
    assert.equal((await get(exact('web', 'pay'))).status, 404);
    await server.send('DELETE', BASE + exact('peer:west/web', 'pay'));
  });

  test('that is written again as it is does not move', async () => {
    await put(exact('web', 'still'), { Action: 'deny' });
    const { at } = server.core.state;
    await put(exact('web', 'still'), { Action: 'deny' });
    assert.equal(server.core.state.at, at);
    await server.send('DELETE', BASE + exact('web', 'still'));
  });
});

test('an intention with an id has a hash of 32 bytes in base64, which its update changes', async () => {
  const body = { SourceName: 'web', DestinationName: 'hashed', Action: 'allow' };
  const { ID } = (await server.send('POST', BASE, body)).json;
  const first = (await get(`/${ID}`)).json.Hash;
  assert.equal(Buffer.from(first, 'base64').length, 32);
  assert.equal(Buffer.from(first, 'base64').toString('base64'), first);
  await put(`/${ID}`, { ...body, Action: 'deny' });
  assert.notEqual((await get(`/${ID}`)).json.Hash, first);
  await server.send('DELETE', `${BASE}/${ID}`);
});

describe('intentions', () => {
  before(async () => {
    await put(exact('web', 'db'), { Action: 'allow' });
    await put(exact('*', 'db'), { Action: 'deny' });
    await put(exact('web', '*'), { Action: 'allow' });
    await put(exact('*', '*'), { Action: 'deny' });
  });

  test('are listed in the order in which they are asked, or some of them', async () => {
    assert.deepEqual(pairs((await get('')).json), ['web>db', '*>db', 'web>*', '*>*']);
    const { json } = await get('?filter=Action==deny');
    assert.deepEqual(pairs(json), ['*>db', '*>*']);
    // Filters don't know them, as in Consul.
    const refused = await get('?filter=Permissions+is+empty');
    assert.match(refused.text, /Selector "Permissions" is not valid$/);
  });

  test('match by either end', async () => {
    const { json } = await get('/match?by=destination&name=db&name=other');
    assert.deepEqual(pairs(json.db), ['web>db', '*>db', 'web>*', '*>*']);
    assert.deepEqual(pairs(json.other), ['web>*', '*>*']);
    const bySource = (await get('/match?by=source&name=api')).json;
    assert.deepEqual(pairs(bySource.api), ['*>db', '*>*']);
  });

  const checks: readonly (readonly [source: string, destination: string, isAllowed: boolean])[] = [
    ['web', 'db', true],
    ['api', 'db', false],
    ['web', 'other', true],
    ['api', 'other', false],
  ];
  for (const [source, destination, isAllowed] of checks) {
    test(`${isAllowed ? 'let' : "don't let"} ${source} connect to ${destination}`, async () => {
      const { json } = await get(`/check?source=${source}&destination=${destination}`);
      assert.deepEqual(json, { Allowed: isAllowed });
    });
  }

  test('are waited for', async () => {
    const { index } = await get('/match?by=destination&name=late');
    const waiting = get(`/match?by=destination&name=late&index=${index}&wait=10s`);
    await put(exact('web', 'early'), { Action: 'allow' });
    await put(exact('web', 'late'), { Action: 'allow' });
    assert.deepEqual(pairs((await waiting).json.late), ['web>late', 'web>*', '*>*']);
  });
});

describe('an intention of an entry', () => {
  const provider = {
    Kind: 'jwt-provider',
    Name: 'okta',
    JSONWebKeySet: { Local: { Filename: '/keys' } },
  };
  const entry = {
    Kind: 'service-intentions',
    Name: 'guarded',
    Meta: { a: 'b' },
    JWT: { Providers: [{ Name: 'okta' }] },
    Sources: [{ Name: 'web', Action: 'allow' }],
  };

  test('shows what the entry asks of all, and may be written with its meta', async () => {
    await server.put('/v1/config', provider);
    assert.equal((await server.put('/v1/config', entry)).json, true);
    const { Meta, JWT } = (await get(exact('web', 'guarded'))).json;
    assert.deepEqual([Meta, JWT], [entry.Meta, entry.JWT]);
    const same = { Action: 'deny', Meta };
    assert.equal((await put(exact('web', 'guarded'), same)).json, true);
    const { text } = await put(exact('web', 'guarded'), { Action: 'deny', Meta: { c: 'd' } });
    assert.equal(text, 'Meta must not be specified, or should be unchanged during an update.');
  });

  test('keeps the provider that it names from going', async () => {
    const { status, text } = await server.send('DELETE', '/v1/config/jwt-provider/okta');
    assert.deepEqual(
      [status, text],
      [
        500,
        'cannot delete jwt provider config entry referenced by an intention. Provider name: okta, intention name: guarded',
      ],
    );
    await server.send('DELETE', '/v1/config/service-intentions/guarded');
    assert.equal((await server.send('DELETE', '/v1/config/jwt-provider/okta')).status, 200);
  });

  test('says first when it names no provider', async () => {
    const JWT = { Providers: [{ Name: '' }] };
    const { text } = await server.put('/v1/config', { ...entry, JWT, Sources: [] });
    assert.equal(text, '1 error occurred:\n\t* JWT provider name is required\n\n');
  });

  test('is written in the primary datacenter, whatever is asked for', async () => {
    const path = `${exact('web', 'far')}&dc=ghost`;
    assert.equal((await put(path, { Action: 'allow' })).json, true);
    assert.equal((await server.send('DELETE', `${BASE}${path}`)).json, true);
  });
});

describe('an intention with an id of its own', () => {
  const body = { SourceName: 'old', DestinationName: 'legacy', Action: 'allow', Meta: { a: 'b' } };

  test('is made, read, changed and removed by it', async () => {
    const { ID } = (await server.send('POST', BASE, body)).json;
    const made = (await get(`/${ID}`)).json;
    assert.deepEqual([made.ID, made.Action, made.Meta], [ID, 'allow', { a: 'b' }]);
    const changed = { ...body, Action: 'deny', Meta: {} };
    assert.deepEqual((await put(`/${ID}`, changed)).json, { ID });
    const now = (await get(exact('old', 'legacy'))).json;
    assert.deepEqual([now.ID, now.Action, now.Meta], [ID, 'deny', undefined]);
    assert.equal(now.CreatedAt, made.CreatedAt);
    const twice = await server.send('POST', BASE, body);
    assert.equal(twice.text, 'Sources[1] defines "old" more than once');
    assert.equal((await server.send('DELETE', `${BASE}/${ID}`)).json, true);
    const gone = await server.send('DELETE', `${BASE}/${ID}`);
    assert.equal(gone.text, `Cannot delete non-existent intention: '${ID}'`);
  });
});

describe('what Consul refuses of ends, in its words:', () => {
  const feature = 'Namespaces is a Consul Enterprise feature';
  const cases: Record<string, [method: string, target: string, status: number, text: string]> = {
    'a namespace, when read': ['GET', exact('x/a', 'b'), 500, `Invalid SourceNS "x": ${feature}`],
    'a namespace of a destination': [
      'GET',
      exact('a', 'y/b'),
      500,
      `Invalid DestinationNS "y": ${feature}`,
    ],
    'a namespace, when decided': [
      'GET',
      '/check?source=x/a&destination=b',
      500,
      `Invalid source namespace "x": ${feature}`,
    ],
    'a namespace, when matched': [
      'GET',
      '/match?by=destination&name=x/b',
      500,
      `Invalid match entry namespace "x": ${feature}`,
    ],
    'a partition, when matched': [
      'GET',
      '/match?by=destination&name=x/default/b',
      500,
      'Invalid match entry partition "x": Partitions is a Consul Enterprise feature',
    ],
    'a destination at a peer': [
      'PUT',
      exact('a', 'peer:p/b'),
      500,
      'destination "peer:p/b" is invalid: cannot specify a peer here',
    ],
    'a peer that is matched': [
      'GET',
      '/match?by=source&name=peer:p/a',
      500,
      'name "peer:p/a" is invalid: cannot specify a peer here',
    ],
    'a peer without a service': [
      'GET',
      exact('peer:p', 'b'),
      500,
      'source "peer:p" is invalid: need to specify the service name as well',
    ],
    'a peer without a name, when written': [
      'PUT',
      exact('peer:/a', 'b'),
      500,
      'source "peer:/a" is invalid: cannot specify a peer here',
    ],
    'all peers, when written': [
      'PUT',
      exact('peer:*/a', 'b'),
      500,
      'source "peer:*/a" is invalid: cannot specify a peer here',
    ],
    'too many parts at a peer': [
      'GET',
      exact('peer:p/a/b/c', 'b'),
      500,
      'source "peer:p/a/b/c" is invalid: input can contain at most two \'/\'',
    ],
    'an empty name, when read': [
      'GET',
      exact('', ''),
      500,
      '2 errors occurred:\n\t* SourceName is missing\n\t* DestinationName is missing\n\n',
    ],
    'an empty name, when written': [
      'PUT',
      exact('', 'b'),
      500,
      "required query parameter 'source' not set",
    ],
    'an empty name within a namespace, when removed': [
      'DELETE',
      exact('x/', 'b'),
      500,
      'Intention lookup failed: 1 error occurred:\n\t* SourceName is missing\n\n',
    ],
    'an empty destination within a namespace': ['PUT', exact('a', 'b/'), 403, 'Permission denied'],
    'two sources': [
      'GET',
      '/exact?source=a&source=c&destination=b',
      500,
      "required query parameter 'source' not set",
    ],
    'two sides': [
      'GET',
      '/match?by=source&by=destination&name=b',
      500,
      "required query parameter 'by' not set",
    ],
    'an empty side': [
      'GET',
      '/match?by=&name=b',
      500,
      "'by' parameter must be one of 'source' or 'destination'",
    ],
    'an empty type': [
      'GET',
      '/check?source=a&destination=b&source-type=',
      500,
      'unsupported SourceType: ""',
    ],
    'an index that is none': ['GET', `${exact('a', 'b')}&index=x`, 400, 'Invalid index'],
    'a wait that is none': [
      'GET',
      '/check?source=a&destination=b&wait=x',
      400,
      'Invalid wait time',
    ],
  };
  for (const [name, [method, target, status, text]] of Object.entries(cases)) {
    test(name, async () => {
      const body = method === 'PUT' ? { Action: 'allow' } : undefined;
      const reply = await server.send(method, BASE + target, body);
      assert.deepEqual([reply.status, reply.text], [status, text]);
    });
  }

  test('matches are named as they were asked for, the empty name too', async () => {
    const { json } = await get('/match?by=destination&name=default/nobody&name=');
    assert.deepEqual(Object.keys(json), ['default/nobody', '']);
  });
});

describe('what Consul refuses of bodies, in its words:', () => {
  const target = exact('a', 'bodies');
  const cases: Record<string, [body: object, status: number, text: string]> = {
    'another type': [
      { Action: 'allow', SourceType: 'bad' },
      500,
      "Sources[0].Type must be set to 'consul'",
    ],
    'a group of peers': [
      { Action: 'allow', SourceSamenessGroup: 'g' },
      500,
      'Sources[0].SamenessGroup: Sameness groups are a Consul Enterprise feature. ',
    ],
    'metadata of what is not there yet': [
      { Action: 'allow', Meta: { a: 'b' } },
      500,
      'Meta must not be specified',
    ],
    'an action that is no text': [
      { Action: 5 },
      400,
      'Request decode failed: json: cannot unmarshal number into Go struct field .Alias.Action of type structs.IntentionAction',
    ],
    'permissions that are no list': [
      { Permissions: 5 },
      400,
      'Request decode failed: json: cannot unmarshal number into Go struct field .Alias.Permissions of type []*structs.IntentionPermission',
    ],
  };
  for (const [name, [body, status, text]] of Object.entries(cases)) {
    test(name, async () => {
      const reply = await put(target, body);
      assert.deepEqual([reply.status, reply.text], [status, text]);
    });
  }

  test('what tokens must say is passed over', async () => {
    await put(target, { Action: 'allow', JWT: { Providers: [{ Name: 'p' }] } });
    assert.equal((await get(target)).json.Action, 'allow');
  });
});

describe('the interface of ids', () => {
  const body = { SourceName: 'old', DestinationName: 'edited', Action: 'allow' };
  const make = async (more: object = {}): Promise<string> =>
    (await server.send('POST', BASE, { ...body, ...more })).json.ID;

  test('is closed for a destination once its entry was written otherwise', async () => {
    const id = await make();
    await put(exact('new', 'edited'), { Action: 'deny' });
    assert.equal((await get(`/${id}`)).status, 404);
    const { text } = await server.send('POST', BASE, { ...body, SourceName: 'more' });
    assert.equal(
      text,
      'cannot use legacy intention API to edit intentions with a destination of "edited" after editing them via a service-intentions config entry',
    );
    await server.send('DELETE', '/v1/config/service-intentions/edited');
  });

  test('refuses what it can not be, in order', async () => {
    const id = await make({ Meta: { a: 'b' } });
    const other = '11111111-2222-3333-4444-555555555555';
    const lookup = 'Intention lookup failed: failed config entry lookup: index error:';
    const cases: readonly [method: string, path: string, sent: object | undefined, text: string][] =
      [
        [
          'PUT',
          id,
          {},
          'Cannot modify Destination partition/namespace/name for an intention once it exists.',
        ],
        ['PUT', other, {}, `Cannot modify non-existent intention: '${other}'`],
        ['PUT', 'x', body, `${lookup} UUID must be 36 characters`],
        [
          'DELETE',
          `g${other.slice(1)}`,
          undefined,
          `${lookup} Invalid UUID: encoding/hex: invalid byte: U+0067 'g'`,
        ],
        ['DELETE', '', undefined, 'Permission denied'],
        [
          'PUT',
          id,
          { ...body, SourcePartition: 'x' },
          'Cannot specify a source partition with this endpoint',
        ],
        [
          'POST',
          '',
          { ...body, DestinationPartition: 'x' },
          'Cannot specify a destination partition with this endpoint',
        ],
        [
          'PUT',
          id,
          { ...body, Meta: { a: 'b'.repeat(513) } },
          '1 error occurred:\n\t* Meta value for key "a" exceeds maximum length 512\n\n',
        ],
      ];
    for (const [method, path, sent, text] of cases) {
      const reply = await server.send(
        method,
        path === '' && method === 'POST' ? BASE : `${BASE}/${path}`,
        sent,
      );
      assert.equal(reply.text, text);
    }
    const removed = await server.send('DELETE', BASE + exact('nobody', 'edited'));
    assert.equal(removed.json, true);
    await server.send('DELETE', '/v1/config/service-intentions/edited');
  });
});
