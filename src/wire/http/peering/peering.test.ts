// SPDX-License-Identifier: Apache-2.0
// Statuses and texts of the peering endpoints, each as a real Consul answers. What happens between two
// clusters is in test/cluster.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { sampleToken } from '../../../../test/peering-samples.ts';
import { registerCatalog } from '../../../commands/register-catalog.ts';
import { putConfigEntry } from '../../../commands/put-config-entry.ts';
import { decodeConfigEntry } from '../../../model/config-entries/decode.ts';
import { deletePeering } from '../../../commands/delete-peering.ts';
import { establishPeering } from '../../../commands/establish-peering.ts';
import { initialiseCluster } from '../../../commands/initialise-cluster.ts';
import {
  decodePeeringToken,
  encodePeeringToken,
  type PeeringToken,
} from '../../../model/peering/token.ts';
import { Refusal } from '../../../model/refusal.ts';
import { Secret } from '../../../model/secret.ts';
import { peeringEndpoints } from './endpoints.ts';

const CLUSTER = '11111111-2222-3333-4444-555555555555';
/** The secret of a token that the other cluster accepts. */
const GOOD = 'good';

let server: HttpHarness;

before(async () => {
  server = await openHttpHarness({
    endpoints: peeringEndpoints,
    context: () => ({
      exchangeSecret: ({ EstablishmentSecret }, keep) =>
        EstablishmentSecret === GOOD
          ? keep(new Secret('stream'))
          : Promise.reject(new Refusal('permission-denied', 'the other cluster said no')),
    }),
  });
  await server.issue(initialiseCluster, {
    clusterId: CLUSTER,
    root: { ID: 'r', Active: true, RootCert: 'ROOT', IntermediateCerts: [] },
    key: { rootId: 'r', privateKeyPem: 'KEY' },
  });
  const dialed = { meta: null, newId: 'id-1', token: sampleToken(), streamSecret: 's' };
  await server.issue(establishPeering, { name: 'dialed', ...dialed });
});
after(() => server.close());

const manyPairs = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 'v']));
const tooMany =
  'meta tags failed validation: Node metadata cannot contain more than 64 key/value pairs';
const badName =
  "--AA-- is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const partitions = 'Partitions are a Consul Enterprise feature';

const tokenText = (parts: Partial<PeeringToken>): string =>
  encodePeeringToken(sampleToken({ CA: null, ServerName: '', ...parts }));

/** Path, body, status, text. */
type Case = readonly [path: string, body: unknown, status: number, text: string];

const token = '/v1/peering/token';
const establish = '/v1/peering/establish';

const posts: Readonly<Record<string, Case>> = {
  'a token needs a body': [token, undefined, 400, 'Body decoding failed: EOF'],
  'a token needs JSON': [
    token,
    'abc',
    400,
    "Body decoding failed: invalid character 'a' looking for beginning of value",
  ],
  'a token needs a name': [
    token,
    {},
    400,
    'PeerName is required in the payload when generating a new peering token.',
  ],
  'a token knows no other fields': [
    token,
    { X: 1 },
    400,
    'Body decoding failed: json: unknown field "X"',
  ],
  'a token needs a valid name': [token, { PeerName: '--AA--' }, 500, badName],
  'a token takes 64 pairs of metadata': [token, { PeerName: 'a', Meta: manyPairs }, 500, tooMany],
  'a token knows no partition in its body': [
    token,
    { PeerName: 'a', Partition: 'foo' },
    500,
    partitions,
  ],
  'a token knows no partition in its query': [
    `${token}?partition=foo`,
    { PeerName: 'a' },
    400,
    `Invalid query parameter: "partition" - ${partitions}`,
  ],
  'a token needs a server that can be dialed': [
    token,
    { PeerName: 'a' },
    500,
    'a grpc bind port must be specified in the configuration for all servers',
  ],
  'establishing needs a body': [establish, undefined, 400, 'Body decoding failed: EOF'],
  'establishing needs a name': [
    establish,
    {},
    400,
    'PeerName is required in the payload when establishing a peering.',
  ],
  'establishing needs a token': [
    establish,
    { PeerName: 'x' },
    400,
    'PeeringToken is required in the payload when establishing a peering.',
  ],
  'establishing needs a valid name before a valid token': [
    establish,
    { PeerName: '--AA--', PeeringToken: 'e30K' },
    500,
    badName,
  ],
  'establishing needs base64': [
    establish,
    { PeerName: 'x', PeeringToken: '+++/+++' },
    500,
    'failed to decode token: illegal base64 data at input byte 4',
  ],
  'establishing needs JSON inside': [
    establish,
    { PeerName: 'x', PeeringToken: 'Cg==' },
    500,
    'unexpected end of JSON input',
  ],
  'establishing needs addresses': [
    establish,
    { PeerName: 'x', PeeringToken: 'e30K' },
    500,
    'peering token server addresses value is empty',
  ],
  'establishing needs addresses that can be dialed': [
    establish,
    { PeerName: 'x', PeeringToken: tokenText({ ServerAddresses: ['foo'] }) },
    500,
    'foo is not a valid peering server address',
  ],
  'establishing needs the id of a peering': [
    establish,
    { PeerName: 'x', PeeringToken: tokenText({ PeerID: '' }) },
    500,
    'peering token peer ID value is empty',
  ],
  'establishing takes valid metadata': [
    establish,
    { PeerName: 'x', PeeringToken: tokenText({}), Meta: { 'a b': 'c' } },
    500,
    "meta tags failed validation: Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters",
  ],
  'establishing needs another cluster': [
    establish,
    {
      PeerName: 'x',
      PeeringToken: tokenText({ ServerName: `server.dc1.peering.${CLUSTER}.consul` }),
    },
    500,
    `cannot create a peering within the same cluster "server.dc1.peering.${CLUSTER}.consul". Refer to the \`exported-services\` documentation if you want to export between partitions without peering`,
  ],
  'establishing passes on what the other cluster says': [
    establish,
    { PeerName: 'x', PeeringToken: tokenText({}) },
    403,
    'the other cluster said no',
  ],
};

describe('POST:', () => {
  for (const [name, [path, body, status, text]] of Object.entries(posts)) {
    test(name, async () => {
      const answer = await server.send('POST', path, body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }

  test('nothing of that was stored', async () => {
    const { json } = await server.get('/v1/peerings');
    assert.deepEqual(
      (json as { Name: string }[]).map(({ Name }) => Name),
      ['dialed'],
    );
  });
});

describe('a token when peers come through mesh gateways', () => {
  const mesh = (Peering: object) =>
    server.issue(putConfigEntry, { entry: decodeConfigEntry({ Kind: 'mesh', Peering }) });
  before(() => mesh({ PeerThroughMeshGateways: true }));
  after(() => mesh({}));
  const ask = (extra: object) => server.send('POST', token, { PeerName: 'gw', ...extra });

  test('is refused while there is none, and nothing is stored', async () => {
    for (const extra of [{}, { ServerExternalAddresses: ['lb.example.com:443'] }]) {
      const answer = await ask(extra);
      assert.deepEqual(
        [answer.status, answer.text],
        [
          500,
          'servers are configured to PeerThroughMeshGateways, but no mesh gateway instances are registered',
        ],
      );
    }
    assert.equal((await server.get('/v1/peering/gw')).status, 404);
  });

  test('has their WAN addresses once they are there, beside those that were given', async () => {
    await server.issue(registerCatalog, {
      request: {
        Node: 'gateways',
        Address: '10.0.0.9',
        Service: {
          Service: 'mesh-gateway',
          Kind: 'mesh-gateway',
          Port: 8_443,
          TaggedAddresses: { wan: { Address: '198.51.100.77', Port: 443 } },
        },
      },
      datacenter: 'dc1',
    });
    for (const external of [undefined, ['lb.example.com:443']]) {
      const { json } = await ask(external ? { ServerExternalAddresses: external } : {});
      const made = decodePeeringToken((json as { PeeringToken: string }).PeeringToken);
      assert.deepEqual(made.ServerAddresses, ['198.51.100.77:443']);
      assert.deepEqual(made.ManualServerAddresses, external ?? null);
      assert.equal(made.ServerName, `server.dc1.peering.${CLUSTER}.consul`);
    }
    await server.issue(deletePeering, { name: 'gw', deletedAt: '2026-01-01T00:00:00Z' });
  });
});

describe('a peering is read', () => {
  test('with the fields of Consul, those that are empty left out', async () => {
    const { json, status } = await server.get('/v1/peering/DIALED');
    assert.equal(status, 200);
    const { CreateIndex, ModifyIndex, ...shown } = json as Record<string, unknown>;
    assert.equal(CreateIndex, ModifyIndex);
    assert.deepEqual(shown, {
      ID: 'id-1',
      Name: 'dialed',
      State: 'ESTABLISHING',
      PeerID: 'id-over-there',
      PeerCAPems: ['PEM\n'],
      PeerServerName: sampleToken().ServerName,
      PeerServerAddresses: ['10.0.0.1:8503'],
      StreamStatus: {
        ImportedServices: null,
        ExportedServices: null,
        LastHeartbeat: null,
        LastReceive: null,
        LastSend: null,
      },
      Remote: { Partition: '', Datacenter: 'dc2' },
    });
  });

  const refusals: Readonly<Record<string, readonly [string, number, string]>> = {
    'that is not there': ['/v1/peering/baz', 404, 'Peering not found for "baz"'],
    'that is not there, under the name that was asked for': [
      '/v1/peering/BAZ',
      404,
      'Peering not found for "BAZ"',
    ],
    'without a name': ['/v1/peering/', 400, 'Must specify a name to fetch.'],
    'of a partition': [
      '/v1/peering/x?partition=foo',
      400,
      `Invalid query parameter: "partition" - ${partitions}`,
    ],
    'called as something that is posted to': ['/v1/peering/token', 405, 'method GET not allowed'],
  };
  for (const [name, [path, status, text]] of Object.entries(refusals)) {
    test(`and one ${name} is refused`, async () => {
      const answer = await server.get(path);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }

  test('by those who wait for it to change', async () => {
    const { headers } = await server.get('/v1/peering/dialed');
    const waiting = server.get(
      `/v1/peering/dialed?index=${headers.get('x-consul-index')}&wait=10s`,
    );
    await server.issue(deletePeering, { name: 'dialed', deletedAt: '2026-01-01T00:00:00Z' });
    const { json } = await waiting;
    const { State, DeletedAt } = json as Record<string, unknown>;
    assert.deepEqual([State, DeletedAt], ['DELETING', '2026-01-01T00:00:00Z']);
  });
});

test('establishing answers {} and stores the peering', async () => {
  const body = { PeerName: 'new', PeeringToken: tokenText({ EstablishmentSecret: GOOD }) };
  const answer = await server.send('POST', establish, body);
  assert.deepEqual([answer.status, answer.text], [200, '{}']);
  const { text } = await server.get('/v1/peering/new');
  assert.match(text, /"State":"ESTABLISHING"/);
  assert.ok(!text.includes('stream"'));
});

test('deleting answers nothing, whether there was something or not', async () => {
  for (const name of ['new', 'NEW', 'nobody']) {
    const answer = await server.send('DELETE', `/v1/peering/${name}`);
    assert.deepEqual([answer.status, answer.text], [200, '']);
  }
});
