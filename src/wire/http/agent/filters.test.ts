// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AgentHarness, NODE, openAgentHarness } from '../../../../test/local-agent.ts';

let harness: AgentHarness;
before(async () => (harness = await openAgentHarness()));
after(() => harness[Symbol.asyncDispose]());

const ask = (path: string, filter: string) =>
  harness.http.get(`/v1/agent/${path}?filter=${encodeURIComponent(filter)}`);

describe('an agent without checks', () => {
  test('holds an expression against none, but it has to be one', async () => {
    assert.deepEqual((await ask('checks', 'Nope == x')).json, {});
    const { status, text } = await ask('checks', 'Nope');
    assert.equal(status, 500);
    assert.match(text, /^Failed to create boolean expression evaluator: 1:5 \(4\): no match found/);
  });
});

describe('an agent with checks shows those that are asked for:', () => {
  before(async () => {
    const register = (body: object) => harness.http.put('/v1/agent/service/register', body);
    await register({ Name: 'web', Tags: ['a'], Check: { CheckID: 'up', TTL: '10m' } });
    await register({ Name: 'db', Port: 5, Check: { CheckID: 'in', TTL: '10m' } });
  });

  const cases: readonly [path: string, filter: string, ids: readonly string[]][] = [
    ['services', 'Tags contains a', ['web']],
    ['services', 'Port == 5', ['db']],
    ['services', 'Connect.Native == true', []],
    ['services', 'Proxy.Mode == ""', ['web', 'db']],
    ['checks', 'ServiceName == db', ['in']],
    ['checks', 'Type != ttl', []],
  ];
  for (const [path, filter, ids] of cases) {
    test(`${path} ${filter}`, async () => {
      assert.deepEqual(Object.keys((await ask(path, filter)).json).sort(), ids.toSorted());
    });
  }

  test('members too', async () => {
    assert.equal((await ask('members', 'Tags.role == consul')).json.length, 1);
    assert.equal((await ask('members', `Name != "${NODE}"`)).json.length, 0);
  });

  const refused: readonly [path: string, filter: string, text: string][] = [
    [
      'services',
      'Nope == x',
      'Failed to create boolean expression evaluator: Selector "Nope" is not valid',
    ],
    ['checks', 'Nope == x', 'Selector "Nope" is not valid'],
    [
      'members',
      'ProtocolMin == -1',
      'Failed to create boolean expression evaluator: Failed to coerce value "-1" for selector "ProtocolMin": strconv.ParseUint: parsing "-1": invalid syntax',
    ],
  ];
  for (const [path, filter, text] of refused) {
    test(`${path} refuses ${filter}`, async () => {
      const answer = await ask(path, filter);
      assert.deepEqual([answer.status, answer.text], [500, text]);
    });
  }
});
