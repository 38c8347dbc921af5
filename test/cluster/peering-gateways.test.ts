// SPDX-License-Identifier: Apache-2.0
// Servers that reach each other through mesh gateways: what each side is told, and where it goes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Cluster, startCluster, succeed, until } from './cluster.ts';
import { deregister, peer, type Peering, registerGateway } from './pair.ts';

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
