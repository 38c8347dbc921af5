// SPDX-License-Identifier: Apache-2.0
// A peering with a real Consul in which servers reach each other only through real Envoys, each told by its own side.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startCluster, succeed } from '../cluster/cluster.ts';
import {
  establish,
  exportTo,
  has,
  imported,
  peering,
  register,
  state,
  tokenOf,
} from '../cluster/pair.ts';
import { envoys } from '../envoy/binaries.ts';
import { Envoys } from '../envoy/envoy-process.ts';
import { connectionsTo, gatewaySide, throughGateway } from '../envoy/gateway-side.ts';
import { freePort } from '../ports.ts';
import { skip, startConsul } from './real-consul.ts';

// Its loops act at once or after some seconds, as its rate limits have it (peering-protocol §4.11).
const SLOW_MS = 30_000;

const [envoy] = envoys;

describe('with a real Consul, through mesh gateways', { skip: skip || envoy?.missing }, () => {
  for (const role of ['acceptor', 'dialer'] as const) {
    test(`a peering of which we are the ${role} is active`, async (t) => {
      const adsPort = await freePort();
      const [ours, real] = await Promise.all([
        startCluster({ datacenter: 'ours', grpcPort: adsPort }),
        startConsul('real'),
      ]);
      const proxies = new Envoys(envoy?.path ?? '');
      t.after(async () => {
        await proxies.stop();
        await ours.stop();
        await real[Symbol.asyncDispose]();
      });
      const ourSide = await gatewaySide('ours', adsPort);
      const realSide = await gatewaySide('real', real.grpcPort);
      await throughGateway(ours, ourSide);
      await throughGateway(real, realSide);
      const [ourAdmin, realAdmin] = await Promise.all([
        proxies.start(ourSide.proxy),
        proxies.start(realSide.proxy),
      ]);

      const isOurToken = role === 'acceptor';
      const token = isOurToken ? await tokenOf(ours, 'them') : await tokenOf(real, 'us');
      const answer = isOurToken
        ? await establish(real, 'us', token)
        : await establish(ours, 'them', token);
      assert.deepEqual([answer.status, answer.text], [200, '{}']);
      await state(ours, 'them', 'ACTIVE', SLOW_MS);
      await state(real, 'us', 'ACTIVE', SLOW_MS);

      const gateway = `127.0.0.1:${(isOurToken ? ourSide : realSide).gatewayPort}`;
      const dialer = isOurToken ? await peering(real, 'us') : await peering(ours, 'them');
      assert.deepEqual(dialer.PeerServerAddresses, [gateway]);
      // One for the secret, one for the stream; at the gateway of the acceptor, and at that of the dialer.
      const name = `server.${isOurToken ? 'ours' : 'real'}.peering.`;
      assert.equal(await connectionsTo(ourAdmin, name), 2);
      assert.equal(await connectionsTo(realAdmin, name), 2);

      await register(ours, 'orders', 'orders-1');
      await exportTo(ours, { orders: ['them'] });
      await imported(real, 'us', 'orders', has(1), SLOW_MS);
      await succeed(ours, 'DELETE', '/v1/peering/them');
      await state(real, 'us', 'TERMINATED', SLOW_MS);
    });
  }
});
