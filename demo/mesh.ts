// SPDX-License-Identifier: Apache-2.0
// The stage of the main job: clusters east and west, each with a mesh gateway; orders in east, shop in
// west, both with sidecars. In: which programs to use and which variant. Out: handles to act on.
import { join } from 'node:path';
import { freePorts } from '../test/ports.ts';
import { Cluster, type ClusterOptions, type Proxy } from './cluster.ts';
import type { Workspace } from './processes.ts';
import { until } from './until.ts';

export interface Variant {
  /** Protocol of both services. */
  readonly protocol: 'http' | 'tcp';
  /** How west's sidecar reaches east: directly to east's gateway, or through west's own. */
  readonly gatewayMode: 'remote' | 'local';
}

export interface MeshOptions extends Variant {
  readonly workspace: Workspace;
  readonly east?: Pick<ClusterOptions, 'consulBinary'>;
  readonly west?: Pick<ClusterOptions, 'consulBinary'>;
  readonly envoyBinary?: string;
}

const NODE = process.execPath;
const SERVICES = join(import.meta.dirname, 'services');

export class Mesh {
  readonly east: Cluster;
  readonly west: Cluster;
  readonly shopPort: number;
  readonly #options: MeshOptions;
  readonly #ordersProxies: Proxy[] = [];

  private constructor(options: MeshOptions, east: Cluster, west: Cluster, shopPort: number) {
    this.#options = options;
    this.east = east;
    this.west = west;
    this.shopPort = shopPort;
  }

  /** Starts both clusters with their defaults; no service yet. */
  static async start(options: MeshOptions): Promise<Mesh> {
    const { workspace, envoyBinary, protocol } = options;
    const envoy = envoyBinary === undefined ? {} : { envoyBinary };
    const [east, west, [shopPort = 0]] = await Promise.all([
      Cluster.start({ name: 'east', workspace, ...envoy, ...options.east }),
      Cluster.start({ name: 'west', workspace, ...envoy, ...options.west }),
      freePorts(1),
    ]);
    const defaults = { Kind: 'proxy-defaults', Name: 'global', Config: { protocol } };
    await Promise.all([east.writeConfig(defaults), west.writeConfig(defaults)]);
    return new Mesh(options, east, west, shopPort);
  }

  async startGateways(): Promise<void> {
    await Promise.all([this.east, this.west].map((cluster) => startGateway(cluster)));
  }

  /** An instance of orders with its sidecar; resolves when Envoy is live. */
  async startOrders(id: string): Promise<void> {
    this.#ordersProxies.push(await this.startCallee(this.east, 'orders', id));
  }

  /** How often the sidecars of orders have turned somebody away. */
  async denials(): Promise<number> {
    const counts = await Promise.all(this.#ordersProxies.map((proxy) => proxy.denials()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  startShop(): Promise<Proxy> {
    return this.startCaller(this.west, 'shop', { port: this.shopPort, calls: 'orders' });
  }

  /** An instance of a service that answers with its name, with its sidecar. */
  async startCallee(cluster: Cluster, name: string, id: string): Promise<Proxy> {
    const [port = 0, proxyPort = 0] = await freePorts(2);
    await this.#options.workspace.start(id, {
      command: NODE,
      args: [join(SERVICES, 'orders.ts'), String(port), `${id} of ${cluster.name}`],
      readyText: 'ready',
    });
    await cluster.register({
      Name: name,
      ID: id,
      Port: port,
      Connect: { SidecarService: { Port: proxyPort } },
    });
    return cluster.startProxy(`sidecar of ${id}`, ['-sidecar-for', id]);
  }

  /** A service that hands each request on to a service of the other cluster, with its sidecar. */
  async startCaller(
    cluster: Cluster,
    name: string,
    { port, calls }: { readonly port: number; readonly calls: string },
  ): Promise<Proxy> {
    const { workspace, gatewayMode } = this.#options;
    const [upstreamPort = 0, proxyPort = 0] = await freePorts(2);
    await workspace.start(name, {
      command: NODE,
      args: [join(SERVICES, 'shop.ts'), String(port), String(upstreamPort)],
      readyText: 'ready',
    });
    const upstream = {
      DestinationName: calls,
      DestinationPeer: this.peerOf(cluster).name,
      LocalBindPort: upstreamPort,
      ...(gatewayMode === 'local' ? { MeshGateway: { Mode: 'local' } } : {}),
    };
    await cluster.register({
      Name: name,
      ID: name,
      Port: port,
      Connect: { SidecarService: { Port: proxyPort, Proxy: { Upstreams: [upstream] } } },
    });
    return cluster.startProxy(`sidecar of ${name}`, ['-sidecar-for', name]);
  }

  /** The other cluster; each calls the other by the name of its datacenter. */
  peerOf(cluster: Cluster): Cluster {
    return cluster === this.east ? this.west : this.east;
  }

  /** Peers the clusters with a new token; what is left of an old peering is deleted first. */
  async repeer(timeoutMs: number): Promise<void> {
    const { east, west } = this;
    await Promise.all([
      east.cli(['peering', 'delete', '-name', 'west']),
      west.cli(['peering', 'delete', '-name', 'east']),
    ]);
    for (const cluster of [east, west]) {
      const peer = this.peerOf(cluster).name;
      await this.until(`${cluster.name} has forgotten ${peer}`, timeoutMs, async () => {
        const found = await cluster.client.find({ path: `/v1/peering/${peer}` });
        return found === undefined;
      });
    }
    const token = (await east.cli(['peering', 'generate-token', '-name', 'west'])).trim();
    await west.cli(['peering', 'establish', '-name', 'east', '-peering-token', token]);
  }

  /** Lets the caller on this port call once, as a customer would. */
  async call(port = this.shopPort): Promise<Answer> {
    const answer = await fetch(`http://127.0.0.1:${port}/buy`);
    return { status: answer.status, body: (await answer.text()).trim() };
  }

  /** Waits for a state to come about, but not longer than the workspace lives. */
  until(what: string, timeoutMs: number, check: () => boolean | Promise<boolean>): Promise<void> {
    return until(what, { timeoutMs, signal: this.#options.workspace.signal }, check);
  }
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export const isServed = ({ status, body }: Answer): boolean =>
  status === 200 && body.startsWith('order accepted by');

/** Whether a call looks turned away by policy: 403 in http; in tcp the connection just ends, as it may for other reasons. */
export function isRefused({ status, body }: Answer, { protocol }: Variant): boolean {
  if (protocol === 'http') return status === 403 && body.includes('RBAC');
  return status === 502 && /socket hang up|ECONNRESET/.test(body);
}

async function startGateway(cluster: Cluster): Promise<Proxy> {
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const args = ['-gateway=mesh', '-register', '-address', address, '-wan-address', address];
  return cluster.startProxy('mesh gateway', args);
}
