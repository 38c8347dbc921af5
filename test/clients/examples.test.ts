// SPDX-License-Identifier: Apache-2.0
// Clients that were written for Consul, started for real and unchanged, tell the same story.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AgentProcess, startAgent } from '../cluster/agent-process.ts';
import { followReadme, missing, withCopy } from './example.ts';

let agent: AgentProcess;
before(async () => {
  agent = await startAgent();
});
after(() => agent.end());

const STORY = `found 1 healthy instance on port 8080
heard of the change: 0 healthy
limit set by the first writer: true, by the second: false
leader
done
`;

describe('the example in', () => {
  const examples: Record<string, string | false> = {
    go: missing('go', 'version'),
    python: missing('python3', '-c', 'import ensurepip, venv'),
    node: missing('npm', '--version'),
  };
  for (const [name, skip] of Object.entries(examples)) {
    test(`${name} runs, and leaves nothing behind`, { skip }, async () => {
      await withCopy(name, async (copy) => {
        const printed = await followReadme(copy, agent.url);
        assert.equal(printed.replaceAll('True', 'true').replaceAll('False', 'false'), STORY);
      });
      for (const path of ['/v1/kv/orders?recurse', '/v1/session/list']) {
        const { status, text } = await agent.request('GET', path);
        assert.match(`${status} ${text}`, /^(404 |200 \[\])$/, path);
      }
      assert.deepEqual((await agent.request('GET', '/v1/agent/services')).json, {});
    });
  }
});
