// SPDX-License-Identifier: Apache-2.0
// What a proxy refuses, and what cannot be built for it, is kept and shown until it is mended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ConnectedProxy } from '../../src/views/proxy/connected.ts';
import { CLUSTERS, LISTENERS, openAds } from '../ads-client.ts';
import { type AgentProcess, startAgent } from './agent-process.ts';
import { succeed, until } from './cluster.ts';

const PATH = '/v1/internal/proxies';
const ID = 'dock-sidecar-proxy';

let agent: AgentProcess;
before(async () => {
  agent = await startAgent({ args: ['-node=here'] });
});
after(() => agent.end());

/** A sidecar for a service, which may bring a listener of its own. */
function register(listener?: string, port = 80): Promise<unknown> {
  const Config = listener === undefined ? {} : { envoy_public_listener_json: listener };
  return succeed(agent, 'PUT', '/v1/agent/service/register', {
    Name: 'dock',
    Port: port,
    Connect: { SidecarService: { Proxy: { Config } } },
  });
}

function shown(isThere: (proxies: readonly ConnectedProxy[]) => boolean) {
  return until<readonly ConnectedProxy[]>(agent, PATH, isThere);
}

test('nobody is connected at first, which can be waited for', async () => {
  const { json, index } = await agent.request('GET', PATH);
  assert.deepEqual(json, []);
  assert.ok(index > 0);
});

test('a refusal is shown with its reason, and goes when the proxy accepts', async () => {
  await register();
  await using proxy = openAds(agent.ports.grpc);
  proxy.send({ node: { id: ID }, typeUrl: CLUSTERS });
  const clusters = await proxy.next();
  const names = clusters.resources.map(({ name }) => name);
  proxy.send({
    typeUrl: CLUSTERS,
    responseNonce: clusters.nonce,
    errorDetail: { code: 13, message: 'I do not like this cluster' },
  });
  const isRefused = (all: readonly ConnectedProxy[]) => all[0]?.Rejected.length === 1;
  const [row] = await shown(isRefused);
  assert.ok(row);
  assert.deepEqual([row.Node, row.ProxyID, row.LeftOut], ['here', ID, []]);
  const { Type, Resources, Message, At } = row.Rejected[0] ?? {};
  assert.deepEqual([Type, Resources], ['clusters', names]);
  assert.equal(Message, 'I do not like this cluster');
  assert.ok(Math.abs(Date.parse(At ?? '') - Date.now()) < 60_000);
  assert.match(agent.output(), /a proxy refused its configuration: proxy=dock-sidecar-proxy/);

  // It is not sent again until it is another one.
  await register(undefined, 81);
  const { nonce } = await proxy.next();
  proxy.send({ typeUrl: CLUSTERS, responseNonce: nonce });
  await shown((all) => all[0]?.Rejected.length === 0);
});

test('who is gone is shown no more', async () => {
  assert.deepEqual(await shown((all) => all.length === 0), []);
});

test('what could not be built is shown, the rest is sent, and mending it clears it', async () => {
  await register('{"name": "mine", "address": 7}');
  await using proxy = openAds(agent.ports.grpc);
  proxy.send({ node: { id: ID }, typeUrl: CLUSTERS });
  const clusters = await proxy.next();
  assert.ok(clusters.resources.length > 0);
  const [row] = await shown((all) => (all[0]?.LeftOut.length ?? 0) > 0);
  const [problem] = row?.LeftOut ?? [];
  assert.match(problem?.Resource ?? '', /^listeners\//);
  assert.match(agent.output(), /a resource of a proxy could not be built: /);
  proxy.send({ typeUrl: CLUSTERS, responseNonce: clusters.nonce });
  proxy.send({ typeUrl: LISTENERS });

  await register();
  await shown((all) => all[0]?.LeftOut.length === 0);
});

test('what is passed over is shown and told once', async () => {
  await succeed(agent, 'PUT', '/v1/agent/service/register', {
    Name: 'dock',
    Port: 80,
    Connect: {
      SidecarService: {
        Proxy: {
          Upstreams: [{ DestinationName: 'orders', DestinationPeer: 'nobody', LocalBindPort: 9 }],
        },
      },
    },
  });
  await using proxy = openAds(agent.ports.grpc);
  proxy.send({ node: { id: ID }, typeUrl: CLUSTERS });
  await proxy.next();
  const [row] = await shown((all) => (all[0]?.Warnings.length ?? 0) > 0);
  assert.match(row?.Warnings[0] ?? '', /peer "nobody" exports no such service to us/);
  assert.match(agent.output(), /something asked of a proxy is passed over: /);
});
