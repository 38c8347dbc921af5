// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../../test/http-harness.ts';
import { sampleSelf } from '../../../../../test/agent-samples.ts';
import { CONSUL_VERSION } from '../../../../model/version.ts';
import { agentEndpoints } from '../endpoints.ts';
import { healthEndpoints } from '../../health/endpoints.ts';
import { statusEndpoints } from '../../status/endpoints.ts';
import { metricsEndpoint } from './metrics.ts';

const endpoints = [...agentEndpoints, ...statusEndpoints, ...healthEndpoints];

let server: HttpHarness;
before(async () => (server = await openHttpHarness({ endpoints })));
after(() => server.close());

test('GET /v1/agent/version says for which Consul this may be taken', async () => {
  const { json } = await server.get('/v1/agent/version');
  assert.equal(json.HumanVersion, CONSUL_VERSION);
});

describe('GET /v1/agent/self', () => {
  test('says version and ports where clients look for them', async () => {
    const { json } = await server.get('/v1/agent/self');
    assert.equal(json.Config.Version, CONSUL_VERSION);
    assert.equal(json.Config.Datacenter, 'dc1');
    assert.deepEqual(json.xDS.Ports, { Plaintext: 8502, TLS: 8503 });
    assert.equal(json.DebugConfig.GRPCTLSPort, 8503);
    assert.equal(json.Member.Tags.role, 'consul');
  });

  test('knows no place of its own where coordinates are turned off', async () => {
    const self = { ...sampleSelf, hasCoordinates: false };
    await using other = await openHttpHarness({ endpoints, context: () => ({ self }) });
    const { Coord, DebugConfig } = (await other.get('/v1/agent/self')).json;
    assert.deepEqual([Coord, DebugConfig.DisableCoordinates], [null, true]);
    assert.equal((await server.get('/v1/agent/self')).json.Coord.Error, 1.5);
  });

  test('counts what is registered with it, and what its checks do', async () => {
    for (const [path, body] of [
      ['service/register', { Name: 'dock', Check: { TTL: '1h' } }],
      ['check/register', { Name: 'idle', TTL: '1h' }],
      ['check/register', { Name: 'far', TCP: '127.0.0.1:9', Interval: '1h' }],
    ] as const) {
      assert.equal((await server.put(`/v1/agent/${path}`, body)).status, 200);
    }
    const { Stats } = (await server.get('/v1/agent/self')).json;
    const counted = { check_monitors: '0', check_ttls: '2', checks: '3', services: '1' };
    assert.deepEqual(Stats.agent, counted);
  });

  test('shows one server that leads, and what the process runs on, all as texts', async () => {
    const { Stats, Config } = (await server.get('/v1/agent/self')).json;
    const revision = String(server.core.state.at);
    assert.deepEqual([Stats.raft.commit_index, Stats.raft.last_log_index], [revision, revision]);
    assert.deepEqual([Stats.raft.term, Stats.raft.last_log_term], ['1', '1']);
    assert.equal(
      Stats.raft.latest_configuration,
      `[{Suffrage:Voter ID:${Config.NodeID} Address:127.0.0.1:8300}]`,
    );
    assert.match(Stats.runtime.version, /^nodev\d+/);
    assert.ok(Number(Stats.runtime.goroutines) > 0 && Number(Stats.runtime.cpu_count) > 0);
    assert.deepEqual([Stats.serf_lan.members, Stats.serf_wan.failed], ['1', '0']);
    const figures = Object.values(Stats).flatMap((section) => Object.values(section as object));
    assert.ok(figures.every((figure) => typeof figure === 'string'));
  });
});

describe('GET /v1/agent/members', () => {
  test('lists this server', async () => {
    const { json } = await server.get('/v1/agent/members?segment=_all');
    assert.deepEqual(
      json.map((member: { Name: string; Port: number }) => [member.Name, member.Port]),
      [['node-1', 8301]],
    );
  });

  for (const query of ['wan=1', 'wan=0', 'wan=false', 'wan=1&segment=_all']) {
    test(`lists it by its wide name with ?${query}`, async () => {
      const { json } = await server.get(`/v1/agent/members?${query}`);
      assert.deepEqual([json[0].Name, json[0].Port], ['node-1.dc1', 8302]);
      assert.equal(json[0].Tags.wan_join_port, undefined);
    });
  }

  for (const query of ['wan', 'wan=', 'ns=team', 'filter=Name==%22node-1%22']) {
    test(`lists it as it is with ?${query}`, async () => {
      const { json } = await server.get(`/v1/agent/members?${query}`);
      assert.deepEqual([json[0].Name, json[0].Tags.wan_join_port], ['node-1', '8302']);
    });
  }

  for (const [query, status, text] of [
    ['wan=true&segment=x', 400, 'Cannot provide a segment with wan=true'],
    ['segment=alpha', 500, 'Network segments are not supported in this version of Consul'],
    [
      'partition=default',
      400,
      'Invalid query parameter: "partition" - Partitions are a Consul Enterprise feature',
    ],
  ] as const) {
    test(`refuses ?${query}`, async () => {
      const answer = await server.get(`/v1/agent/members?${query}`);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }
});

describe('GET /v1/status', () => {
  test('leader and peers are this server', async () => {
    assert.equal((await server.get('/v1/status/leader')).json, '127.0.0.1:8300');
    assert.deepEqual((await server.get('/v1/status/peers')).json, ['127.0.0.1:8300']);
  });

  test('of another datacenter, or from no index, is refused', async () => {
    for (const path of ['/v1/status/leader', '/v1/status/peers']) {
      const refused = await server.get(`${path}?index=x`);
      assert.deepEqual([refused.status, refused.text], [400, 'Invalid index']);
    }
    const { status, text } = await server.get('/v1/status/peers?dc=nowhere');
    assert.deepEqual([status, text], [500, 'No path to datacenter']);
  });
});

describe('GET /v1/agent/metrics', () => {
  test('as JSON', async () => {
    const { json } = await server.get('/v1/agent/metrics');
    assert.match(json.Timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC$/);
    const index = json.Gauges.find((g: { Name: string }) => g.Name === 'consul.raft.applied_index');
    assert.deepEqual(index, {
      Name: 'consul.raft.applied_index',
      Value: server.core.state.at,
      Labels: {},
    });
    assert.deepEqual(json.Points, []);
  });

  test('for Prometheus', async () => {
    const { text, headers } = await server.get('/v1/agent/metrics?format=prometheus');
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    assert.match(text, /^consul_raft_applied_index \d+$/m);
    assert.match(text, /^# TYPE consul_views_computed counter$/m);
  });

  for (const [accept, isText] of [
    ['application/openmetrics-text; version=1.0.0', true],
    ['*/*, text/plain; version=0.4.0', true],
    ['text/plain', false],
  ] as const) {
    test(`for who takes ${accept}`, async () => {
      const { headers } = await server.send('GET', '/v1/agent/metrics', undefined, { accept });
      assert.equal(headers.get('content-type')?.startsWith('text/plain'), isText);
    });
  }

  test('for Prometheus says why not when that is turned off', async () => {
    const metrics = {
      json: () => {
        throw new Error('not asked for');
      },
      follow: () => {
        throw new Error('not asked for');
      },
      prometheus: () => Promise.resolve(undefined),
    };
    await using off = await openHttpHarness({
      endpoints: [metricsEndpoint],
      context: () => ({ metrics }),
    });
    const { status, text, headers } = await off.get('/v1/agent/metrics?format=prometheus');
    assert.deepEqual([status, text], [200, '']);
    assert.equal(
      headers.get('x-consul-reason'),
      'Prometheus is not enabled since its retention time is not positive',
    );
  });
});

test('GET /v1/agent/host says what the machine has, and how much of it is left', async () => {
  const { status, json } = await server.get('/v1/agent/host');
  assert.equal(status, 200);
  assert.ok(json.Memory.total >= json.Memory.available && json.Memory.available > 0);
  assert.ok(json.CPU.length > 0 && json.Host.hostname !== '' && json.Host.bootTime > 0);
  assert.ok(json.Disk.total >= json.Disk.free && json.Disk.usedPercent <= 100);
  assert.equal(json.Errors, null);
});
