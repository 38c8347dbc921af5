// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { type AgentHarness, NODE, openAgentHarness } from '../../../../test/local-agent.ts';
import { freePort } from '../../../../test/ports.ts';

/** Waits until a node's check has a status, by the catalog's own news. */
async function untilStatus(harness: AgentHarness, id: string, status: string): Promise<void> {
  let index = 0;
  for (;;) {
    const answer = await harness.http.get(`/v1/health/node/${NODE}?index=${index}&wait=5s`);
    index = answer.index;
    const check = answer.json.find((one: { CheckID: string }) => one.CheckID === id);
    if (check?.Status === status) return;
  }
}

describe('a TTL check', () => {
  test('has the status that it is told', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    const check = async (): Promise<string[]> => {
      const { up } = (await http.get('/v1/agent/checks')).json;
      return [up.Status, up.Output];
    };
    await http.put('/v1/agent/check/register', { ID: 'up', Name: 'up', TTL: '1m' });
    assert.deepEqual(await check(), ['critical', '']);
    await http.put('/v1/agent/check/pass/up?note=fine');
    assert.deepEqual(await check(), ['passing', 'fine']);
    await http.put('/v1/agent/check/pass/up?note=finer');
    assert.deepEqual(await check(), ['passing', 'finer']);
    await http.put('/v1/agent/check/warn/up?note=hm');
    assert.deepEqual(await check(), ['warning', 'hm']);
    await http.put('/v1/agent/check/fail/up');
    assert.deepEqual(await check(), ['critical', '']);
    await http.put('/v1/agent/check/update/up', { Status: 'passing', Output: 'told' });
    assert.deepEqual(await check(), ['passing', 'told']);
  });

  test('expires', async () => {
    await using harness = await openAgentHarness();
    const body = { Name: 'up', TTL: '20ms', Status: 'passing' };
    await harness.http.put('/v1/agent/check/register', body);
    await untilStatus(harness, 'up', 'critical');
    const { up } = (await harness.http.get('/v1/agent/checks')).json;
    assert.equal(up.Output, 'TTL expired');
  });

  test('that is unknown, or of another kind, can not be told', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    const ghost = await http.put('/v1/agent/check/pass/ghost');
    assert.equal(ghost.status, 404);
    assert.equal(
      ghost.text,
      'Unknown check ID "ghost". Ensure that the check ID is passed, not the check name.',
    );
    const wrong = await http.put('/v1/agent/check/update/ghost', { Status: 'unknown' });
    assert.equal(wrong.text, "Invalid check status: 'unknown'");
    await http.put('/v1/agent/check/register', { Name: 'alias', AliasNode: NODE });
    const other = await http.put('/v1/agent/check/pass/alias');
    assert.equal(other.status, 500);
    assert.equal(other.text, 'CheckID "alias" does not have associated TTL');
  });
});

test('a sidecar is healthy soon after it listens and its service is healthy', async () => {
  await using harness = await openAgentHarness();
  const port = await freePort();
  const startedMs = performance.now();
  await harness.http.put('/v1/agent/service/register', {
    Name: 'web',
    Port: 80,
    Check: { TTL: '1m', CheckID: 'up' },
    Connect: { SidecarService: { Port: port } },
  });
  const [listening, aliasing] = ['service:web-sidecar-proxy:1', 'service:web-sidecar-proxy:2'];
  await untilStatus(harness, listening, 'critical');
  const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(server, 'listening');
  await untilStatus(harness, listening, 'passing');
  assert.ok(performance.now() - startedMs < 2_000);
  server.close();
  await untilStatus(harness, aliasing, 'critical');
  await harness.http.put('/v1/agent/check/pass/up');
  await untilStatus(harness, aliasing, 'passing');
  await harness.http.put('/v1/agent/service/maintenance/web?enable=true');
  await untilStatus(harness, aliasing, 'critical');
});

test('an alias check of nobody says so', async () => {
  await using harness = await openAgentHarness();
  const body = { Name: 'alias', Status: 'passing', AliasService: 'nobody' };
  await harness.http.put('/v1/agent/check/register', body);
  await untilStatus(harness, 'alias', 'critical');
  const { alias } = (await harness.http.get('/v1/agent/checks')).json;
  assert.equal(alias.Output, 'Service nobody could not be found on node ');
});

describe('the health of local services', () => {
  const cases = [
    ['passing', 200],
    ['warning', 429],
    ['critical', 503],
  ] as const;
  for (const [status, code] of cases) {
    test(`answers ${code} when the worst is ${status}`, async () => {
      await using harness = await openAgentHarness();
      const { http } = harness;
      const register = (ID: string, Status: string): Promise<unknown> => {
        const Check = { TTL: '1m', Status };
        return http.put('/v1/agent/service/register', { ID, Name: 'mill', Tags: ['a'], Check });
      };
      await register('mill-1', 'passing');
      await register('mill-2', status);
      const byId = await http.get('/v1/agent/health/service/id/mill-2');
      assert.equal(byId.status, code);
      assert.equal(byId.headers.get('x-consul-reason'), status);
      assert.equal(byId.json.AggregatedStatus, status);
      assert.equal(byId.json.Checks[0].Type, '');
      const byName = await http.get('/v1/agent/health/service/name/mill?format=text');
      assert.equal(byName.status, code);
      assert.equal(byName.text, status);
    });
  }

  test('answers 404 when there is none', async () => {
    await using harness = await openAgentHarness();
    const byId = await harness.http.get('/v1/agent/health/service/id/ghost');
    assert.equal(byId.status, 404);
    assert.deepEqual(byId.json, { AggregatedStatus: 'critical', Service: null, Checks: null });
    const byName = await harness.http.get('/v1/agent/health/service/name/ghost?format=text');
    assert.equal(byName.status, 404);
    assert.equal(byName.text, 'ServiceName ghost Not Found');
  });
});
