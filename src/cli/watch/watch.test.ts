// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Reply, runCommand, scriptedAgent, testCommands } from '../../../test/cli-harness.ts';

const leader = { 'GET /v1/status/leader': '10.0.0.1:8300' };
const pair =
  '{"LockIndex":0,"Key":"a","Flags":18446744073709551615,"Value":"aGk=","CreateIndex":3,"ModifyIndex":4}';
const shownPair = `{
    "Key": "a",
    "CreateIndex": 3,
    "ModifyIndex": 4,
    "LockIndex": 0,
    "Flags": 18446744073709551615,
    "Value": "aGk=",
    "Session": ""
}`;
const missing = new Reply(404, '', { 'X-Consul-Index': '4' });

describe('watch without a program shows what there is:', () => {
  const views: Record<string, [run: string, asks: string]> = {
    services: ['-type=services', '/v1/catalog/services'],
    'nodes by a filter': ['-type=nodes -filter=x', '/v1/catalog/nodes?filter=x'],
    service: ['-type=service -service=web', '/v1/health/service/web'],
    'service by all it takes': [
      '-type=service -service=web -tag=a -tag=b -passingonly=true',
      '/v1/health/service/web?passing=1&tag=a&tag=b',
    ],
    'all checks': ['-type=checks', '/v1/health/state/any'],
    'checks of a state': ['-type=checks -state=critical', '/v1/health/state/critical'],
    'checks of a service': ['-type=checks -service=web', '/v1/health/checks/web'],
    events: ['-type=event -name=deploy', '/v1/event/list?name=deploy'],
    connect_roots: ['-type=connect_roots', '/v1/agent/connect/ca/roots'],
    connect_leaf: ['-type=connect_leaf -service=web', '/v1/agent/connect/ca/leaf/web'],
    agent_service: ['-type=agent_service -service-id=web-1', '/v1/agent/service/web-1'],
    'stale and elsewhere': [
      '-stale -datacenter=dc2 -type=services',
      '/v1/catalog/services?dc=dc2&stale=',
    ],
  };
  const cases = Object.entries(views).map(([name, [run, asks]]) => {
    const leaderOfSame = asks.includes('dc2') ? 'GET /v1/status/leader?dc=dc2&stale=' : undefined;
    return [
      name,
      {
        run: `watch ${run}`,
        answers: { ...leader, [leaderOfSame ?? 'x']: 'y', [`GET ${asks}`]: { a: 1 } },
        out: '{\n    "a": 1\n}\n',
      },
    ] as const;
  });
  testCommands({
    ...Object.fromEntries(cases),
    'a key, as handlers know it': {
      run: 'watch -type=key -key=a',
      answers: { ...leader, 'GET /v1/kv/a': new Reply(200, `[${pair}]`) },
      out: `${shownPair}\n`,
    },
    'a key that is not there': {
      run: 'watch -type=key -key=a',
      answers: { ...leader, 'GET /v1/kv/a': missing },
      out: 'null\n',
    },
    'keys that are not there': {
      run: 'watch -type=keyprefix -prefix=a/',
      answers: { ...leader, 'GET /v1/kv/a/?recurse=': missing },
      out: 'null\n',
    },
  });
});

describe('watch refuses', () => {
  const wrong: Record<string, [run: string, err: string]> = {
    'a type that there is not': ['-type=x', 'Unsupported watch type: x'],
    'no key': ['-type=key', 'Must specify a single key to watch'],
    'no prefix': ['-type=keyprefix', 'Must specify a single prefix to watch'],
    'no service': ['-type=service', 'Must specify a single service to watch'],
    'checks of two kinds': [
      '-type=checks -service=web -state=any',
      'Cannot specify service and state',
    ],
    'what a type does not take': [
      '-type=key -key=a -prefix=b -name=c',
      'Invalid parameters: [prefix name]',
    ],
    'a truth that is none': [
      '-type=service -service=web -passingonly=x',
      'Failed to parse passingonly flag: strconv.ParseBool: parsing "x": invalid syntax',
    ],
  };
  const cases = Object.entries(wrong).map(([name, [run, err]]) => {
    return [name, { run: `watch ${run}`, code: 1, err: `${err}\n`, requests: [] }] as const;
  });
  testCommands({
    ...Object.fromEntries(cases),
    'what the agent refuses': {
      run: 'watch -type=nodes -filter=[',
      answers: { ...leader, 'GET /v1/catalog/nodes?filter=[': new Reply(400, 'bad filter') },
      code: 1,
      err: 'Unexpected response code: 400 (bad filter)\n',
    },
    'to begin without an agent': {
      run: 'watch -type=nodes',
      code: 1,
      err: 'Error querying Consul agent: Unexpected response code: 404 (nothing at GET /v1/status/leader)\n',
    },
  });
});

describe('a program that is run on a change', () => {
  const agent = scriptedAgent();
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watch-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...words: string[]) =>
    runCommand(agent, {
      run: ['watch', '-type=key', '-key=a', ...words],
      answers: {
        ...leader,
        'GET /v1/kv/a': new Reply(200, `[${pair}]`, { 'X-Consul-Index': '4' }),
      },
    });

  test('reads the value and finds its index', async () => {
    const file = join(folder, 'seen');
    const result = await run(`(cat; echo $CONSUL_INDEX) > ${file}`, '; exit 3');
    assert.deepEqual(result, { code: 1, out: '', err: 'Error executing handler: exit status 3\n' });
    const [value = '', index] = readFileSync(file, 'utf8').split('\n');
    assert.deepEqual(
      JSON.stringify(JSON.parse(value), null, 4),
      JSON.stringify(JSON.parse(shownPair), null, 4),
    );
    assert.equal(index, '4');
  });

  test('needs no shell, and need not read', async () => {
    assert.equal(
      (await run('-shell=false', 'sh', '-c', 'exit 4')).err,
      'Error executing handler: exit status 4\n',
    );
  });

  test('can not be started', async () => {
    const { code, err } = await run('-shell=false', '/nowhere');
    assert.equal(err, 'Error starting handler: fork/exec /nowhere: no such file or directory\n');
    assert.equal(code, 1);
  });

  test('is ended by a signal', async () => {
    assert.equal((await run('kill -9 $$')).err, 'Error executing handler: signal: killed\n');
  });
});
