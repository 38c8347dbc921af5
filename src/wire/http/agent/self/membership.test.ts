// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openHttpHarness, type HttpHarness } from '../../../../../test/http-harness.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { LogHub } from '../../../../server/log-hub.ts';

const logs = new LogHub();
let left = 0;
let reload = (): Promise<void> => Promise.resolve();
let agent: HttpHarness;
before(async () => {
  agent = await openHttpHarness({
    context: () => ({ logs, leave: () => (left += 1), reload: () => reload() }),
  });
});
after(() => agent.close());

describe('/v1/agent/monitor', () => {
  for (const [query, seen] of Object.entries({
    '': 'text',
    '?loglevel=DEBUG': 'text',
    '?loglevel=err&logjson': 'json',
  })) {
    test(`streams what is logged to ${query || 'who asks for nothing more'}`, async () => {
      const stop = new AbortController();
      const response = await fetch(`${agent.url}/v1/agent/monitor${query}`, {
        signal: stop.signal,
      });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('x-consul-index'), null);
      const reader = response.body?.getReader();
      logs.tell('error', (json) => (json ? 'json' : 'text'));
      const chunk = await reader?.read();
      assert.equal(Buffer.from(chunk?.value ?? []).toString(), seen);
      stop.abort();
      await reader?.closed.catch(() => {});
    });
  }

  for (const level of ['chatty', 'off', 'WARNING', 'constructor']) {
    test(`knows no level ${level}`, async () => {
      const { status, text } = await agent.get(`/v1/agent/monitor?loglevel=${level}`);
      assert.deepEqual([status, text], [400, `Unknown log level: ${level}`]);
    });
  }
});

test('/v1/agent/leave is answered, and ends the agent', async () => {
  const { status, text } = await agent.put('/v1/agent/leave');
  assert.deepEqual([status, text, left], [200, '', 1]);
  assert.equal((await agent.get('/v1/agent/leave')).status, 405);
  assert.equal(left, 1);
});

test('/v1/agent/reload is answered once that is done, or with what is wrong', async () => {
  let reloads = 0;
  reload = async () => void (reloads += 1);
  const done = await agent.put('/v1/agent/reload');
  assert.deepEqual([done.status, done.text, reloads], [200, '', 1]);
  reload = () => Promise.reject(new Refusal('rpc-error', 'a.hcl: what is that?'));
  const wrong = await agent.put('/v1/agent/reload');
  assert.deepEqual([wrong.status, wrong.text], [500, 'a.hcl: what is that?']);
  assert.equal((await agent.get('/v1/agent/reload')).status, 405);
});

describe('/v1/agent/force-leave', () => {
  const cases: Record<string, [path: string, status: number, text: string]> = {
    'leaves the one member where it is': ['node-1', 200, ''],
    'knows it by its datacenter, too': ['node-1.dc1?wan', 200, ''],
    'knows it so only among all datacenters': [
      'node-1.dc1',
      500,
      "agent: No node found with name 'node-1.dc1'",
    ],
    'knows no other': ['other?prune', 500, "agent: No node found with name 'other'"],
    'needs a name': ['', 500, "agent: No node found with name ''"],
  };
  for (const [name, [path, status, text]] of Object.entries(cases)) {
    test(name, async () => {
      const answer = await agent.put(`/v1/agent/force-leave/${path}`);
      assert.deepEqual([answer.status, answer.text], [status, text]);
    });
  }
});

describe('/v1/agent/join', () => {
  test('finds this agent itself', async () => {
    const { DebugConfig } = (await agent.get('/v1/agent/self')).json;
    const lan = DebugConfig.SerfAdvertiseAddrLAN.replace('tcp://', '');
    const wan = DebugConfig.SerfAdvertiseAddrWAN.replace('tcp://', '');
    for (const path of [lan, lan.replace(/:8301$/, ''), `${wan}?wan=1`]) {
      assert.equal((await agent.put(`/v1/agent/join/${path}`)).status, 200, path);
    }
    assert.equal((await agent.put(`/v1/agent/join/${wan}`)).status, 500);
  });

  test('says that there is nobody else to join', async () => {
    const { status, text } = await agent.put('/v1/agent/join/10.9.9.9:8301');
    assert.equal(status, 500);
    assert.match(text, /^1 error occurred:\n\t\* Failed to join 10\.9\.9\.9:8301: .*peering\n\n$/);
  });
});
