// SPDX-License-Identifier: Apache-2.0
// Two clusters that have peered, as far as their proxies can tell: shop in west calls orders in east. Ports are free
// loopback ports, drawn anew for each pair.
import type { ConfigEntry } from '../../src/model/config-entries/entry.ts';
import type { SourceIntention } from '../../src/model/config-entries/service-intentions/schema.ts';
import type { Scenario, ScenarioService } from '../mesh-scenario.ts';
import { freePorts } from '../ports.ts';

export const EAST = 'ea57ea57-0000-4000-8000-000000000001';
export const WEST = '0e570e57-0000-4000-8000-000000000002';
export const SOUTH = '50074500-0000-4000-8000-000000000003';

export const ORDERS_SNI = `orders.default.default.west.external.${EAST}.consul`;

export interface PeeredPair {
  readonly east: Scenario;
  readonly west: Scenario;
  readonly ports: {
    /** The application behind orders' sidecar. */
    readonly orders: number;
    readonly ordersSidecar: number;
    readonly eastGateway: number;
    readonly westGateway: number;
    /** Where shop finds orders. */
    readonly upstream: number;
  };
}

export interface PairOptions {
  readonly protocol: 'http' | 'tcp';
  readonly mode: 'remote' | 'local';
}

export async function peeredPair({ protocol, mode }: PairOptions): Promise<PeeredPair> {
  const drawn = await freePorts(6);
  const [orders = 0, ordersSidecar = 0, eastGateway = 0, westGateway = 0, upstream = 0, shop = 0] =
    drawn;
  const east: Scenario = {
    cluster: EAST,
    nodes: [{ Node: 'east-1', Address: '127.0.0.1', Datacenter: 'east' }],
    leaves: [
      '/ns/default/dc/east/svc/orders',
      '/gateway/mesh/dc/east',
      '/ns/default/dc/east/svc/shop',
    ],
    services: [gateway(eastGateway), sidecar('orders', ordersSidecar, orders)],
    config: [
      { Kind: 'service-defaults', Name: 'orders', Protocol: protocol } as ConfigEntry,
      exportsTo('west', 'south'),
    ],
    peerings: [
      { name: 'west', trustDomain: `${WEST}.consul` },
      { name: 'south', trustDomain: `${SOUTH}.consul` },
    ],
  };
  const asks = {
    DestinationType: 'service',
    DestinationName: 'orders',
    DestinationPeer: 'east',
    LocalBindPort: upstream,
    MeshGateway: { Mode: mode },
  } as const;
  const west: Scenario = {
    cluster: WEST,
    nodes: [
      { Node: 'west-1', Address: '127.0.0.1', Datacenter: 'west' },
      { Node: 'east-1', peer: 'east', Address: '127.0.0.1', Datacenter: 'east' },
    ],
    leaves: [
      '/ns/default/dc/west/svc/shop',
      '/gateway/mesh/dc/west',
      '/ns/default/dc/west/svc/other',
    ],
    services: [
      gateway(westGateway),
      {
        ...sidecar('shop', shop, 1),
        Proxy: { ...sidecar('shop', shop, 1).Proxy, Upstreams: [asks] },
      },
      imported(eastGateway, protocol),
    ],
    peerings: [{ name: 'east', trustDomain: `${EAST}.consul` }],
  };
  return { east, west, ports: { orders, ordersSidecar, eastGateway, westGateway, upstream } };
}

export function intentions(...Sources: readonly SourceIntention[]): ConfigEntry {
  return { Kind: 'service-intentions', Name: 'orders', Sources } as ConfigEntry;
}

function exportsTo(...peers: readonly string[]): ConfigEntry {
  const Consumers = peers.map((Peer) => ({ Peer }));
  const Services = [{ Name: 'orders', Consumers }];
  return { Kind: 'exported-services', Name: 'default', Services } as ConfigEntry;
}

function gateway(port: number): ScenarioService {
  return { ID: 'mesh-gateway', Kind: 'mesh-gateway', Address: '127.0.0.1', Port: port };
}

function sidecar(service: string, port: number, application: number): ScenarioService {
  return {
    ID: `${service}-sidecar-proxy`,
    Kind: 'connect-proxy',
    Address: '127.0.0.1',
    Port: port,
    Proxy: { DestinationServiceName: service, LocalServicePort: application },
  };
}

function imported(gatewayPort: number, protocol: string): ScenarioService {
  const trustDomain = `${EAST}.consul`;
  return {
    ID: 'orders-sidecar-proxy-instance-0',
    Service: 'orders-sidecar-proxy',
    Kind: 'connect-proxy',
    node: 'east-1',
    peer: 'east',
    Address: '127.0.0.1',
    Port: gatewayPort,
    Proxy: { DestinationServiceName: 'orders' },
    Connect: {
      PeerMeta: {
        SNI: [ORDERS_SNI],
        SpiffeID: [
          `spiffe://${trustDomain}/ns/default/dc/east/svc/orders`,
          `spiffe://${trustDomain}/gateway/mesh/dc/east`,
        ],
        Protocol: protocol,
      },
    },
  };
}
