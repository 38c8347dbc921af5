// SPDX-License-Identifier: Apache-2.0
// Requests that make no sense: each is answered with the status and the text of a real Consul, to which the same
// requests were sent, and leaves everything as it was. The list of endpoints is walked: each must have been shown
// whatever it looks at in a broken form.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { endpoints } from '../../src/wire/http/endpoints.ts';
import { Router } from '../../src/wire/http/router.ts';
import { parseTarget } from '../../src/wire/http/target.ts';
import { type Cluster, startCluster, succeed } from '../cluster/cluster.ts';
import { cases } from './bad-input/cases.ts';
import { BODIES, nameOf, PARAMETERS, watchEndpoints } from './bad-input/demands.ts';
import { EXCEPTIONS, INCOMPLETE, WITHOUT_CASES } from './bad-input/exceptions.ts';

/** Everything that can be read, and the index of each. */
const READS = [
  '/v1/agent/services',
  '/v1/agent/checks',
  '/v1/catalog/nodes',
  '/v1/catalog/services',
  '/v1/health/state/any',
  '/v1/config/service-defaults',
  '/v1/config/service-intentions',
  '/v1/config/exported-services',
  '/v1/config/proxy-defaults',
  '/v1/connect/ca/roots',
  '/v1/peerings',
  '/v1/kv/?recurse',
  '/v1/session/list',
] as const;

const router = new Router(endpoints);
const looked = watchEndpoints(endpoints);
const OVERSIZED = 'x'.repeat(9 * 1024 * 1024);

let cluster: Cluster;
before(async () => {
  cluster = await startCluster({ datacenter: 'dc1' });
  const service = { Name: 'dock', Port: 80, Check: { TTL: '10m', Status: 'passing' } };
  await succeed(cluster, 'PUT', '/v1/agent/service/register', service);
  const entry = { Kind: 'service-defaults', Name: 'dock', Protocol: 'tcp' };
  await succeed(cluster, 'PUT', '/v1/config', entry);
  await succeed(cluster, 'POST', '/v1/peering/token', { PeerName: 'west' });
});
after(() => cluster?.stop());

async function everything(): Promise<unknown[]> {
  return Promise.all(
    READS.map(async (path) => {
      const { status, text, index } = await cluster.request('GET', path);
      return [path, status, text, index];
    }),
  );
}

async function send(method: string, path: string, body = ''): Promise<[number, string]> {
  const sent = body === '' ? {} : { body };
  const answer = await fetch(`${cluster.url}${path}`, { method, redirect: 'manual', ...sent });
  return [answer.status, await answer.text()];
}

/** Sends what must change nothing. */
async function sendInVain(method: string, path: string, body = ''): Promise<[number, string]> {
  const { at } = cluster.server.core.state;
  const answer = await send(method, path, body);
  assert.equal(cluster.server.core.state.at, at, `${method} ${path} changed something`);
  return answer;
}

function endpointOf(method: string, url: string): string | undefined {
  const target = parseTarget(url);
  if (typeof target === 'string') return undefined;
  const found = router.find(method, target.path);
  return found.kind === 'endpoint' ? nameOf(found.endpoint) : undefined;
}

for (const [method, path, body, status, text] of cases) {
  test(`${method} ${path} ${body}`, async () => {
    const seen = await everything();
    const [gotStatus, gotText] = await sendInVain(method, path, body);
    if (typeof text === 'string') assert.deepEqual([gotStatus, gotText], [status, text]);
    else assert.match(gotText, text);
    assert.equal(gotStatus, status, gotText);
    assert.deepEqual(await everything(), seen);
  });
}

describe('every endpoint', () => {
  for (const endpoint of endpoints) {
    const name = nameOf(endpoint);
    const path = endpoint.path.replaceAll(/:\w+/g, 'x');
    const mine = cases.filter((input) => endpointOf(input[0], input[1]) === name);
    const isExcepted = (what: string): boolean =>
      EXCEPTIONS[name]?.[what] !== undefined || INCOMPLETE.includes(`${name}: ${what}`);

    test(`${name} refuses other methods and says which there are`, async () => {
      const answer = await fetch(`${cluster.url}${path}`, { method: 'PATCH' });
      assert.deepEqual([answer.status, await answer.text()], [405, 'method PATCH not allowed']);
      assert.match(answer.headers.get('allow') ?? '', new RegExp(`\\b${endpoint.method}\\b`));
    });

    test(`${name} refuses parameters that it looks at and can't read`, async () => {
      const isRead = looked.get(name)?.atParameters ?? new Set();
      for (const [parameter, [value, status, text]] of Object.entries(PARAMETERS)) {
        // What writes, and was not seen to look at it, would do what it is asked.
        if (endpoint.method !== 'GET' && !isRead.has(parameter)) continue;
        if (isExcepted(`?${parameter}`)) continue;
        isRead.delete(parameter);
        const [gotStatus, gotText] = await sendInVain(
          endpoint.method,
          `${path}?${parameter}=${value}`,
        );
        if (!isRead.has(parameter)) continue;
        assert.ok(gotStatus >= 400, `?${parameter}=${value} was answered ${gotStatus}: ${gotText}`);
        // Something else may be wrong that is looked at later, or told first.
        if (text.test(gotText) && status !== 0) assert.equal(gotStatus, status);
      }
    });

    test(`${name} has been shown bad input`, async () => {
      // What only reads, and is told nothing but parameters that all read alike, has been shown those.
      const isDue = endpoint.method !== 'GET' || endpoint.path.includes(':');
      const isMissing = isDue && mine.length === 0 && !isExcepted('anything');
      assert.equal(isMissing, WITHOUT_CASES.includes(name), 'is without any case');
      if (mine.length === 0 || looked.get(name)?.atBody !== true) return;
      const missing = Object.entries(BODIES)
        .filter(([what, isThis]) => !isExcepted(what) && !mine.some(isThis))
        .map(([what]) => what);
      assert.deepEqual(missing, [], `${name} reads a body, and was never sent one of these`);
      if (isExcepted('an oversized body')) return;
      const [status, text] = await sendInVain(endpoint.method, path, OVERSIZED);
      assert.deepEqual([status, /too large/.test(text)], [413, true], text);
    });
  }

  test('is what exceptions speak of', () => {
    const names = new Set(endpoints.map(nameOf));
    const spoken = [
      ...Object.keys(EXCEPTIONS),
      ...WITHOUT_CASES,
      ...INCOMPLETE.map((line) => line.replace(/: [^:]*$/, '')),
    ];
    assert.deepEqual(
      spoken.filter((name) => !names.has(name)),
      [],
    );
  });
});
