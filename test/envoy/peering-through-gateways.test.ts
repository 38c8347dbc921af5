// SPDX-License-Identifier: Apache-2.0
// Servers of two clusters that reach each other only through the real Envoys of their mesh gateways.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { succeed, until } from '../cluster/cluster.ts';
import {
  altered,
  establish,
  exportTo,
  gone,
  has,
  imported,
  peering,
  register,
  state,
  tokenOf,
} from '../cluster/pair.ts';
import { envoys } from './binaries.ts';
import { Envoys } from './envoy-process.ts';
import { connectionsTo, startWithGateway, throughGateway } from './gateway-side.ts';

const PATIENCE_MS = 30_000;

type Side = Awaited<ReturnType<typeof startWithGateway>>;

const [envoy] = envoys;

describe(
  'servers that reach each other through mesh gateways',
  { skip: envoy?.missing ?? 'Envoy 1.40.0 is not listed' },
  () => {
    let proxies: Envoys;
    let east: Side;
    let west: Side;
    let eastAdmin: number;

    before(async () => {
      proxies = new Envoys(envoy?.path ?? '');
      [east, west] = await Promise.all([startWithGateway('east'), startWithGateway('west')]);
      await throughGateway(east.cluster, east);
      eastAdmin = await proxies.start(east.proxy);
    });
    after(async () => {
      await proxies?.stop();
      await Promise.all([east?.cluster.stop(), west?.cluster.stop()]);
    });

    const active = () =>
      Promise.all([
        state(west.cluster, 'east', 'ACTIVE', PATIENCE_MS),
        state(east.cluster, 'west', 'ACTIVE', PATIENCE_MS),
      ]);

    test('the dialer is let in at the gateway of the acceptor', async () => {
      const token = await tokenOf(east.cluster, 'west');
      const answer = await establish(west.cluster, 'east', token);
      assert.deepEqual([answer.status, answer.text], [200, '{}']);
      await active();
      const { PeerServerAddresses } = await peering(west.cluster, 'east');
      assert.deepEqual(PeerServerAddresses, [`127.0.0.1:${east.gatewayPort}`]);
      // One for the secret, one for the stream.
      assert.equal(await connectionsTo(eastAdmin, 'server.east.peering.'), 2);
    });

    test('what is exported comes through', async () => {
      await register(east.cluster, 'orders', 'orders-1');
      await exportTo(east.cluster, { orders: ['west'] });
      await imported(west.cluster, 'east', 'orders', has(1));
    });

    test('nobody gets anywhere with the name of another cluster', async () => {
      const seen = await connectionsTo(eastAdmin, 'server.east.peering.');
      const { TrustDomain } = await east.cluster.get<{ TrustDomain: string }>(
        '/v1/connect/ca/roots',
      );
      const ServerName = `server.north.peering.${TrustDomain}`;
      const token = altered(await tokenOf(east.cluster, 'south'), { ServerName });
      const answer = await establish(west.cluster, 'north', token);
      assert.equal(answer.status, 503);
      assert.equal(await connectionsTo(eastAdmin, 'server.east.peering.'), seen);
    });

    test('a gateway that comes back is dialed again', async () => {
      await proxies.kill(east.proxy);
      await until(
        west.cluster,
        '/v1/peering/east',
        ({ State }: { State: string }) => State !== 'ACTIVE',
        PATIENCE_MS,
      );
      eastAdmin = await proxies.start(east.proxy);
      await active();
    });

    test('a dialer with a gateway of its own goes out by it', async () => {
      await succeed(west.cluster, 'DELETE', '/v1/peering/east');
      await gone(west.cluster, 'east', PATIENCE_MS);
      await throughGateway(west.cluster, west);
      // It has not heard of the other side yet: it is told when the token is used.
      const westAdmin = await proxies.start(west.proxy);
      const token = await tokenOf(east.cluster, 'west-again');
      const answer = await establish(west.cluster, 'east-again', token);
      assert.deepEqual([answer.status, answer.text], [200, '{}']);
      await Promise.all([
        state(west.cluster, 'east-again', 'ACTIVE', PATIENCE_MS),
        state(east.cluster, 'west-again', 'ACTIVE', PATIENCE_MS),
      ]);
      // One for the secret, one for the stream.
      assert.equal(await connectionsTo(westAdmin, 'server.east.peering.'), 2);
    });
  },
);
