// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../../../test/fake-clock.ts';
import { openHttpHarness } from '../../../../../test/http-harness.ts';
import { sampleMetrics } from '../../../../../test/metrics-samples.ts';
import { metricsStreamEndpoint } from './metrics-stream.ts';

const clock = new FakeClock(Date.UTC(2026, 0, 2, 3, 4, 5));

const openAgent = () =>
  openHttpHarness({
    endpoints: [metricsStreamEndpoint],
    context: (core) => ({
      metrics: sampleMetrics(core, { clock }),
    }),
  });

async function follow(url: string, signal?: AbortSignal) {
  const response = await fetch(`${url}/v1/agent/metrics/stream`, signal ? { signal } : {});
  const reader = response.body?.getReader();
  assert.ok(reader);
  const next = async (): Promise<string> =>
    Buffer.from((await reader.read()).value ?? []).toString();
  return { response, next };
}

describe('GET /v1/agent/metrics/stream', () => {
  test('sends a document at the end of each interval, until the client leaves', async () => {
    await using agent = await openAgent();
    const leave = new AbortController();
    const { response, next } = await follow(agent.url, leave.signal);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('transfer-encoding'), 'chunked');
    assert.equal(response.headers.get('content-type'), null);
    for (const time of ['03:04:00', '03:04:10']) {
      await clock.advance(clock.nextMs ?? 0);
      const text = await next();
      assert.match(text, /^\{\n {4}"Timestamp": [^]*\n\}\n$/);
      assert.equal(JSON.parse(text).Timestamp, `2026-01-02 ${time} +0000 UTC`);
    }
    leave.abort();
    await agent.close();
    assert.equal(clock.nextMs, undefined);
  });

  test('ends when the agent does', async () => {
    await using agent = await openAgent();
    const { next } = await follow(agent.url);
    await agent.close();
    assert.equal(await next(), '');
    assert.equal(clock.nextMs, undefined);
  });

  for (const method of ['HEAD', 'PATCH', 'PUT']) {
    test(`is no ${method}`, async () => {
      await using agent = await openAgent();
      const { status, headers } = await agent.send(method, '/v1/agent/metrics/stream');
      assert.deepEqual([status, headers.get('allow')], [405, 'OPTIONS,GET']);
    });
  }
});
