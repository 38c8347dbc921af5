// SPDX-License-Identifier: Apache-2.0
// A cluster whose servers reach others, and are reached, through the Envoy of its mesh gateway.
import { type Cluster, startCluster, succeed } from '../cluster/cluster.ts';
import type { Asked } from '../cluster/pair.ts';
import { freePort } from '../ports.ts';
import type { EnvoyIdentity } from './envoy-process.ts';

const ID = 'mesh-gateway';

export interface GatewaySide {
  /** The Envoy of its gateway. */
  readonly proxy: EnvoyIdentity;
  /** Where the gateway listens. */
  readonly gatewayPort: number;
}

/** Registers a gateway there and makes it the way in and out. */
export async function throughGateway(cluster: Asked, { gatewayPort }: GatewaySide): Promise<void> {
  await succeed(cluster, 'PUT', '/v1/agent/service/register', {
    Name: ID,
    ID,
    Kind: 'mesh-gateway',
    Address: '127.0.0.1',
    Port: gatewayPort,
  });
  const Peering = { PeerThroughMeshGateways: true };
  await succeed(cluster, 'PUT', '/v1/config', { Kind: 'mesh', Peering });
}

/** A cluster that tells Envoys what to do, with what its gateway will be. */
export async function startWithGateway(
  datacenter: string,
): Promise<GatewaySide & { readonly cluster: Cluster }> {
  const adsPort = await freePort();
  const cluster = await startCluster({ datacenter, grpcPort: adsPort });
  return { cluster, ...(await gatewaySide(datacenter, adsPort)) };
}

export async function gatewaySide(datacenter: string, adsPort: number): Promise<GatewaySide> {
  const proxy = { node: `${datacenter}-server`, id: ID, adsPort };
  return { proxy, gatewayPort: await freePort() };
}

/** How many connections an Envoy has opened to the cluster whose name starts so. */
export async function connectionsTo(adminPort: number, cluster: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${adminPort}/stats?filter=^cluster`)).text();
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`cluster.${cluster}`) && one.includes('.upstream_cx_total: '));
  return Number(line?.split(': ')[1] ?? 0);
}
