// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sampleSelf } from '../../../../test/agent-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { putAutopilotConfig } from '../../../commands/put-autopilot-config.ts';
import { DEFAULT_AUTOPILOT } from '../../../model/operator/autopilot.ts';
import { catalogEndpoints } from '../catalog/endpoints.ts';
import { operatorEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({
    endpoints: [...operatorEndpoints, ...catalogEndpoints],
    context: () => ({
      operator: { facts: () => ({ revision: 7, sinceMs: Date.UTC(2026, 1, 3, 4, 5, 6, 7) }) },
    }),
  });
  await server.issue(putAutopilotConfig, { config: DEFAULT_AUTOPILOT, cas: 0 });
});
after(() => server.close());

const id = sampleSelf.nodeId;
const CONFIG = '/v1/operator/autopilot/configuration';
const config = async () => (await server.get(CONFIG)).json;

describe('the one server of the cluster', () => {
  test('leads and votes', async () => {
    const { json } = await server.get('/v1/operator/raft/configuration?stale');
    assert.deepEqual(json.Servers, [
      {
        ID: id,
        Node: 'node-1',
        Address: '127.0.0.1:8300',
        Leader: true,
        ProtocolVersion: '3',
        Voter: true,
        LastIndex: 7,
      },
    ]);
  });

  test('is healthy since it began', async () => {
    const { status, json } = await server.get('/v1/operator/autopilot/health');
    assert.equal(status, 200);
    assert.equal(json.Healthy, true);
    assert.equal(json.Servers.length, 1);
    assert.equal(json.Servers[0].StableSince, '2026-02-03T04:05:06Z');
    assert.equal(json.Servers[0].Healthy, true);
  });

  test('is the leader of the state', async () => {
    const { json } = await server.get('/v1/operator/autopilot/state');
    assert.equal(json.Leader, id);
    assert.deepEqual(json.Voters, [id]);
    assert.equal(json.Servers[id].Status, 'leader');
    assert.equal(json.Servers[id].StableSince, '2026-02-03T04:05:06.007Z');
  });
});

describe('the configuration of autopilot', () => {
  test('is what was put, and what was left out is as by default', async () => {
    await server.put(CONFIG, { lastcontactthreshold: '1m1s', MinQuorum: 3 });
    const { CreateIndex, ModifyIndex, ...shown } = await config();
    assert.ok(CreateIndex > 0 && ModifyIndex > CreateIndex);
    assert.deepEqual(shown, {
      CleanupDeadServers: true,
      LastContactThreshold: '1m1s',
      MaxTrailingLogs: 250,
      MinQuorum: 3,
      ServerStabilizationTime: '10s',
      RedundancyZoneTag: '',
      DisableUpgradeMigration: false,
      UpgradeVersionTag: '',
    });
  });

  test('is changed with cas only while nobody else has', async () => {
    const { ModifyIndex } = await config();
    const stale = await server.put(`${CONFIG}?cas=${ModifyIndex - 1}`, { MinQuorum: 9 });
    assert.equal(stale.json, false);
    assert.notEqual((await config()).MinQuorum, 9);
    assert.equal((await server.put(`${CONFIG}?cas=${ModifyIndex}`, { MinQuorum: 5 })).json, true);
    const { ModifyIndex: now } = (await server.get(CONFIG)).json;
    const equal = [1, 2].map(() => server.put(`${CONFIG}?cas=${now}`, { MinQuorum: 5 }));
    assert.deepEqual((await Promise.all(equal)).map(({ json }) => json).sort(), [false, true]);
    assert.equal((await config()).MinQuorum, 5);
  });

  test('takes null as no time at all', async () => {
    await server.put(CONFIG, { LastContactThreshold: null, MinQuorum: null });
    const { LastContactThreshold, MinQuorum } = await config();
    assert.deepEqual([LastContactThreshold, MinQuorum], ['0s', 0]);
  });

  test('takes a number as nanoseconds', async () => {
    await server.put(CONFIG, { LastContactThreshold: 1500 });
    assert.equal((await config()).LastContactThreshold, '1.5µs');
  });

  const refused: Record<string, readonly [query: string, body: unknown, text: string]> = {
    nothing: ['', '', 'EOF'],
    'a time that is none': ['', { LastContactThreshold: 'x' }, 'time: invalid duration "x"'],
    'a truth value as a time': [
      '',
      { ServerStabilizationTime: true },
      'strconv.ParseFloat: parsing "true": invalid syntax',
    ],
    'less than nothing': [
      '',
      { MaxTrailingLogs: -1 },
      'json: cannot unmarshal number -1 into Go struct field AutopilotConfiguration.MaxTrailingLogs of type uint64',
    ],
    'a list': [
      '',
      [],
      'json: cannot unmarshal array into Go value of type api.AutopilotConfiguration',
    ],
    'an unknown key': ['', { Wibble: 1 }, 'json: unknown field "Wibble"'],
  };
  for (const [name, [query, body, text]] of Object.entries(refused)) {
    test(`is not ${name}`, async () => {
      const answer = await server.put(CONFIG + query, body);
      assert.deepEqual(
        [answer.status, answer.text],
        [400, `Error parsing autopilot config: ${text}`],
      );
    });
  }

  test('has no index that is no number', async () => {
    const { status, text } = await server.put(`${CONFIG}?cas=`, {});
    assert.equal(status, 400);
    assert.equal(text, 'Error parsing cas value: strconv.ParseUint: parsing "": invalid syntax');
  });
});

describe('usage', () => {
  test('counts what is registered, and wakes who waits for it', async () => {
    const { json, index } = await server.get('/v1/operator/usage?dc=elsewhere');
    assert.equal(json.Usage.dc1.Nodes, 0);
    const waiting = server.get(`/v1/operator/usage?index=${index}&wait=60s`);
    const one = (service: object) =>
      server.put('/v1/catalog/register', { Node: 'n', Address: '10.0.0.1', Service: service });
    await one({ ID: 'a1', Service: 'a' });
    assert.ok((await waiting).index > index);
    await one({ ID: 'a2', Service: 'a' });
    await one({ Service: 'consul' });
    await one({ Service: 'n', Port: 2, Connect: { Native: true } });
    await one({
      Service: 'p',
      Kind: 'connect-proxy',
      Port: 1,
      Proxy: { DestinationServiceName: 'a' },
    });
    await one({ ID: 'a3', Service: 'a', Kind: 'unheard-of' });
    const later = await server.get('/v1/operator/usage');
    assert.equal(later.json.Index, later.index);
    assert.deepEqual(later.json.Usage, {
      dc1: {
        Services: 4,
        ServiceInstances: 6,
        ConnectServiceInstances: {
          'api-gateway': 0,
          'connect-native': 1,
          'connect-proxy': 1,
          'ingress-gateway': 0,
          'mesh-gateway': 0,
          'terminating-gateway': 0,
        },
        BillableServiceInstances: 3,
        Nodes: 1,
      },
    });
  });
});

describe('refused:', () => {
  const RELAY = 'Invalid relay-factor: Relay factor must be in range: [0, 5]';
  const cases: readonly (readonly [
    method: string,
    path: string,
    body: unknown,
    status: number,
    text: string,
  ])[] = [
    ['GET', 'raft/configuration?dc=ghost', undefined, 500, 'No path to datacenter'],
    ['GET', 'autopilot/state?index=x', undefined, 400, 'Invalid index'],
    [
      'DELETE',
      'raft/peer',
      undefined,
      400,
      "Must specify either ?id with the server's ID or ?address with IP:port of peer to remove",
    ],
    [
      'DELETE',
      'raft/peer?id=a&address=b',
      undefined,
      400,
      'Must specify only one of ?id or ?address',
    ],
    [
      'DELETE',
      'raft/peer?address=10.9.9.9:1',
      undefined,
      500,
      'address "10.9.9.9:1" was not found in the Raft configuration',
    ],
    ['DELETE', 'raft/peer?id=z', undefined, 500, 'id "z" was not found in the Raft configuration'],
    [
      'DELETE',
      `raft/peer?id=${id}`,
      undefined,
      500,
      'need at least one voter in configuration: {[]}',
    ],
    ['POST', 'raft/transfer-leader', undefined, 500, 'cannot find peer'],
    ['POST', 'raft/transfer-leader?id=z', undefined, 500, 'Could not find address for server id z'],
    [
      'POST',
      `raft/transfer-leader?id=${id}`,
      undefined,
      500,
      'cannot transfer leadership to itself',
    ],
    ['GET', 'keyring?relay-factor=9', undefined, 400, RELAY],
    [
      'GET',
      'keyring?relay-factor=x',
      undefined,
      400,
      'Error parsing relay factor: strconv.Atoi: parsing "x": invalid syntax',
    ],
    [
      'GET',
      'keyring?local-only=1',
      undefined,
      500,
      '2 errors occurred:\n\t* dc1 (LAN) error: 1/1 nodes reported failure\n\t* node-1: Keyring is empty (encryption not enabled)\n\n',
    ],
    [
      'PUT',
      'keyring?local-only=1',
      {},
      400,
      'Invalid use of local-only: local-only can only be set for list requests',
    ],
    [
      'POST',
      'keyring',
      { Key: 'YWJjZA==' },
      500,
      '4 errors occurred:\n\t* WAN error: 1/1 nodes reported failure\n\t* node-1.dc1: No keyring to modify (encryption not enabled)\n\t* dc1 (LAN) error: 1/1 nodes reported failure\n\t* node-1: No keyring to modify (encryption not enabled)\n\n',
    ],
    [
      'DELETE',
      'keyring',
      { Key: '?' },
      500,
      '2 errors occurred:\n\t* WAN error: illegal base64 data at input byte 0\n\t* dc1 (LAN) error: illegal base64 data at input byte 0\n\n',
    ],
    [
      'PUT',
      'keyring',
      { RelayFactor: 256 },
      400,
      'Request decode failed: json: cannot unmarshal number 256 into Go struct field keyringArgs.RelayFactor of type uint8',
    ],
    ['GET', 'utilization', undefined, 404, 'operator utilization requires Consul Enterprise'],
  ];
  for (const [method, path, body, status, text] of cases) {
    test(`${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`, async () => {
      const answer = await server.send(method, `/v1/operator/${path}`, body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }
});
