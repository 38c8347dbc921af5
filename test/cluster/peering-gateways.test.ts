// SPDX-License-Identifier: Apache-2.0
// Servers that reach each other through mesh gateways: what each side is told, and where it goes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Cluster, startCluster, succeed, until } from './cluster.ts';
import { peeringExchanges } from '../../src/state/tables/peering-exchanges.ts';
import { freePort } from '../ports.ts';
import {
  altered,
  deregister,
  establish,
  peer,
  type Peering,
  registerGateway,
  state,
  tokenOf,
} from './pair.ts';

const throughGateways = (cluster: Cluster, isOn: boolean) =>
  succeed(cluster, 'PUT', '/v1/config', {
    Kind: 'mesh',
    Peering: { PeerThroughMeshGateways: isOn },
  });

describe('a dialer', () => {
  let east: Cluster;
  let west: Cluster;

  before(async () => {
    [east, west] = await Promise.all([
      startCluster({ datacenter: 'east' }),
      startCluster({ datacenter: 'west' }),
    ]);
    await peer(east, west, 'west', 'east');
  });
  after(() => Promise.all([east?.stop(), west?.stop()]));

  const knows = (...addresses: readonly string[]) =>
    until<Peering>(
      west,
      '/v1/peering/east',
      ({ PeerServerAddresses: known = [] }) => `${known}` === `${addresses}`,
    );

  test('learns of the gateways of the other side, as they come and go', async () => {
    await knows(`127.0.0.1:${east.grpcTlsPort}`);
    await throughGateways(east, true);
    await registerGateway(east);
    await knows('9.9.9.9:443');
    await registerGateway(east, '9.9.9.8');
    await knows('9.9.9.8:443');
  });

  test('keeps the last ones that there were, and the stream', async () => {
    await deregister(east, 'gateway-node', 'gateway');
    const { json } = await east.request<{ PeeringToken: string }>('POST', '/v1/peering/token', {
      PeerName: 'south',
    });
    assert.equal(json, undefined);
    const { State, PeerServerAddresses } = await succeed<Peering>(west, 'GET', '/v1/peering/east');
    assert.deepEqual([State, PeerServerAddresses], ['ACTIVE', ['9.9.9.8:443']]);
  });

  test('learns of the servers when they are to be reached directly again', async () => {
    await throughGateways(east, false);
    await knows(`127.0.0.1:${east.grpcTlsPort}`);
  });
});

describe('a dialer with gateways of its own', () => {
  let east: Cluster;
  let west: Cluster;
  let gateway: Forwarder;

  before(async () => {
    [east, west] = await Promise.all([
      startCluster({ datacenter: 'east' }),
      startCluster({ datacenter: 'west' }),
    ]);
    gateway = await startForwarder(east.grpcTlsPort);
    await throughGateways(west, true);
  });
  after(async () => {
    await Promise.all([east?.stop(), west?.stop()]);
    gateway?.stop();
  });

  const registerAt = (port: number) =>
    succeed(west, 'PUT', '/v1/agent/service/register', {
      Name: 'mesh-gateway',
      Kind: 'mesh-gateway',
      Address: '127.0.0.1',
      Port: port,
    });
  const announced = () => west.server.core.state.reader().all(peeringExchanges).length;
  const unreachable = async () => ({ ServerAddresses: [`127.0.0.1:${await freePort()}`] });

  test('goes through them where it could not go itself', async () => {
    await registerAt(gateway.port);
    const token = altered(await tokenOf(east, 'west'), await unreachable());
    const answer = await establish(west, 'east', token);
    assert.deepEqual([answer.status, answer.text], [200, '{}']);
    await state(west, 'east', 'ACTIVE');
    // One connection for the secret, one for the stream.
    assert.equal(gateway.connections, 2);
    assert.equal(announced(), 0);
  });

  test('goes directly when they do not get there', async () => {
    await registerAt(await freePort());
    const seen = gateway.connections;
    const token = await tokenOf(east, 'again');
    const startMs = performance.now();
    const answer = await establish(west, 'once-more', token);
    assert.deepEqual([answer.status, answer.text], [200, '{}']);
    assert.ok(performance.now() - startMs < 6_000);
    await state(west, 'once-more', 'ACTIVE');
    assert.equal(gateway.connections, seen);
    assert.equal(announced(), 0);
  });

  test('is told at once when the secret is refused, and nothing is kept', async () => {
    await registerAt(gateway.port);
    const changes = { ...(await unreachable()), EstablishmentSecret: 'used' };
    const token = altered(await tokenOf(east, 'third'), changes);
    const startMs = performance.now();
    const answer = await establish(west, 'third', token);
    assert.equal(answer.status, 403);
    assert.match(answer.text, /a new peering token must be generated/);
    assert.ok(performance.now() - startMs < 2_000);
    assert.equal((await west.request('GET', '/v1/peering/third')).status, 404);
    assert.equal(announced(), 0);
  });
});

interface Forwarder {
  readonly port: number;
  /** How many there have been. */
  readonly connections: number;
  stop(): void;
}

/** What a gateway is to those who don't look: it carries bytes to the other side. */
async function startForwarder(to: number): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const onward = connect(to, '127.0.0.1');
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => [socket, onward].forEach((other) => other.destroy()));
    }
    socket.pipe(onward).pipe(socket);
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    get connections() {
      return connections;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
