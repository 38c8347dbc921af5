// SPDX-License-Identifier: Apache-2.0
// Checks of a whole server: scripts only where they are let, their results in the catalog, and what discards
// or cuts off what they say.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { type Cluster, startCluster, succeed, until } from './cluster.ts';

interface Check {
  readonly CheckID: string;
  readonly Status: string;
  readonly Output: string;
  readonly Type: string;
}

const REGISTER = '/v1/agent/check/register';

const script = (name: string, text: string): Record<string, unknown> => ({
  Name: name,
  Args: ['/bin/sh', '-c', text],
  Interval: '1m',
});

/** The check when it is as it should be; what it says is in the catalog only later. */
async function becomes(cluster: Cluster, name: string, expected: Partial<Check>): Promise<void> {
  const isThere = (checks: Readonly<Record<string, Check>>): boolean => {
    const check = checks[name];
    return check !== undefined && isDeepStrictEqual({ ...check, ...expected }, check);
  };
  await until(cluster, '/v1/agent/checks', isThere);
}

describe('a script', () => {
  test('is refused from anybody, in Consul’s words', async () => {
    await using cluster = await startCluster({
      datacenter: 'dc1',
      hcl: 'enable_local_script_checks = true',
    });
    const text =
      "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true";
    for (const more of [{}, { DockerContainerID: 'x' }]) {
      const answer = await cluster.request('PUT', REGISTER, { ...script('s', 'true'), ...more });
      assert.deepEqual([answer.status, answer.text], [500, text]);
    }
    const service = { Name: 'web', Check: script('s', 'true') };
    const answer = await cluster.request('PUT', '/v1/agent/service/register', service);
    assert.deepEqual([answer.status, answer.text], [500, text]);
    assert.deepEqual(await cluster.get('/v1/agent/services'), {});
  });

  test('of a file of this machine is run where those are let', async () => {
    await using cluster = await startCluster({
      datacenter: 'dc1',
      hcl: `enable_local_script_checks = true
        check { name = "s" args = ["/bin/sh", "-c", "echo from a file; exit 1"] interval = "1m" }`,
    });
    await becomes(cluster, 's', { Status: 'warning', Output: 'from a file\n', Type: 'script' });
  });

  test('of anybody is run where that is let', async () => {
    await using cluster = await startCluster({
      datacenter: 'dc1',
      hcl: 'enable_script_checks = true check_output_max_size = 5',
    });
    await succeed(cluster, 'PUT', REGISTER, script('s', 'printf 123456789'));
    const Output = 'Captured 5 of 9 bytes\n...\n56789';
    await becomes(cluster, 's', { Status: 'passing', Output });
    const passing = await cluster.get<readonly Check[]>('/v1/health/state/passing');
    assert.ok(passing.some((check) => check.CheckID === 's' && check.Output === Output));
  });

  test('says nothing where that is discarded', async () => {
    await using cluster = await startCluster({
      datacenter: 'dc1',
      hcl: 'enable_script_checks = true discard_check_output = true',
    });
    await succeed(cluster, 'PUT', REGISTER, script('s', 'echo secret'));
    await becomes(cluster, 's', { Status: 'passing', Output: '' });
  });
});

test('a service of a machine without systemd is refused as Consul refuses it', async () => {
  await using cluster = await startCluster({ datacenter: 'dc1' });
  const check = { Name: 'os', OSService: 'sshd', Interval: '10s' };
  const answer = await cluster.request('PUT', REGISTER, check);
  // Where there is one, it is asked.
  if (answer.status === 200) return;
  assert.deepEqual([answer.status, answer.text], [500, 'not implemented']);
});

test('limits that no timer can keep are kept as well as can be', async () => {
  await using cluster = await startCluster({ datacenter: 'dc1' });
  const odd = [
    { Name: 'a', TCP: '127.0.0.1:1', Interval: '1s', Timeout: '-1s' },
    { Name: 'b', HTTP: 'http://127.0.0.1:1/', Interval: '9000h', Timeout: '9000h' },
    { Name: 'c', TTL: '9000h', Status: 'passing' },
    { Name: 'd', UDP: '127.0.0.1:1', Interval: '1s', Timeout: '-1s' },
  ];
  for (const check of odd) await succeed(cluster, 'PUT', REGISTER, check);
  for (const [name, Output] of [
    ['a', 'dial tcp 127.0.0.1:1: connect: connection refused'],
    ['b', 'Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused'],
    ['d', 'read udp 127.0.0.1:1: read: connection refused'],
  ] as const) {
    await becomes(cluster, name, { Status: 'critical', Output });
  }
  await becomes(cluster, 'c', { Status: 'passing' });
});
