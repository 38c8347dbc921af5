// SPDX-License-Identifier: Apache-2.0
// Two clusters that are peered, and the words that tests about them share. Works with anything that answers
// HTTP as a cluster does, a real Consul included.
import { type Cluster, succeed, until } from './cluster.ts';

export type Asked = Pick<Cluster, 'request'>;

export interface Peering {
  readonly ID: string;
  readonly State: string;
  readonly PeerID?: string;
  readonly PeerCAPems?: readonly string[];
  readonly PeerServerAddresses?: readonly string[];
  readonly Remote: { readonly Datacenter: string };
  readonly StreamStatus: {
    readonly ImportedServices: readonly string[] | null;
    readonly ExportedServices: readonly string[] | null;
    readonly LastHeartbeat: string | null;
    readonly LastError?: string;
  };
}

export interface Instance {
  readonly Node: { readonly Node: string; readonly PeerName?: string };
  readonly Service: {
    readonly ID: string;
    readonly Service: string;
    readonly Port: number;
    readonly Tags: readonly string[] | null;
    readonly Connect: { readonly PeerMeta?: { readonly SNI: readonly string[] } };
  };
  readonly Checks: readonly { readonly CheckID: string; readonly Status: string }[];
}

export async function tokenOf(acceptor: Asked, name: string): Promise<string> {
  const body = { PeerName: name };
  const answer = await succeed<{ PeeringToken: string }>(
    acceptor,
    'POST',
    '/v1/peering/token',
    body,
  );
  return answer.PeeringToken;
}

/** A token with some of its fields changed. */
export function altered(token: string, changes: object): string {
  const fields = JSON.parse(Buffer.from(token, 'base64').toString()) as object;
  return Buffer.from(JSON.stringify({ ...fields, ...changes })).toString('base64');
}

export function establish(dialer: Asked, name: string, token: string) {
  const body = { PeerName: name, PeeringToken: token };
  return dialer.request('POST', '/v1/peering/establish', body);
}

/** Peers two clusters, each under the name that the other gives it, and waits until both see it. */
export async function peer(
  acceptor: Asked,
  dialer: Asked,
  dialerName: string,
  acceptorName: string,
): Promise<void> {
  const token = await tokenOf(acceptor, dialerName);
  const answer = await establish(dialer, acceptorName, token);
  if (answer.status !== 200) throw new Error(`establish answered ${answer.text}`);
  await Promise.all([state(acceptor, dialerName, 'ACTIVE'), state(dialer, acceptorName, 'ACTIVE')]);
}

export function state(cluster: Asked, name: string, wanted: string, timeoutMs?: number) {
  const isThere = ({ State }: Peering) => State === wanted;
  return until<Peering>(cluster, `/v1/peering/${name}`, isThere, timeoutMs);
}

export function peering(cluster: Asked, name: string): Promise<Peering> {
  return succeed<Peering>(cluster, 'GET', `/v1/peering/${name}`);
}

/** The same cluster without indexes: what changes without waking anybody has to be asked for again and again. */
export function polled(cluster: Asked): Asked {
  return {
    request: async <T>(method: string, path: string, body?: unknown) => {
      return { ...(await cluster.request<T>(method, path, body)), index: 0 };
    },
  };
}

/** Waits until the peering is there no more. */
export async function gone(cluster: Asked, name: string, timeoutMs?: number): Promise<void> {
  const isGone = (all: readonly { Name: string }[]) => all.every(({ Name }) => Name !== name);
  await until(cluster, '/v1/peerings', isGone, timeoutMs);
}

/** Exports each service to the peers after it, and nothing else. */
export function exportTo(
  cluster: Asked,
  rules: Readonly<Record<string, readonly string[]>>,
): Promise<unknown> {
  const Services = Object.entries(rules).map(([Name, peers]) => {
    return { Name, Consumers: peers.map((Peer) => ({ Peer })) };
  });
  if (Services.length === 0) {
    return succeed(cluster, 'DELETE', '/v1/config/exported-services/default');
  }
  const entry = { Kind: 'exported-services', Name: 'default', Services };
  return succeed(cluster, 'PUT', '/v1/config', entry);
}

export interface SampleService {
  readonly node?: string;
  readonly status?: string;
  readonly port?: number;
  readonly tags?: readonly string[];
}

/** Registers an instance `id` of `service` with one check. */
export function register(
  cluster: Asked,
  service: string,
  id: string,
  { node = 'node-a', status = 'passing', port = 8_080, tags = [] }: SampleService = {},
): Promise<unknown> {
  return succeed(cluster, 'PUT', '/v1/catalog/register', {
    Node: node,
    Address: '10.1.1.1',
    Service: { Service: service, ID: id, Port: port, Tags: tags },
    Checks: [{ Node: node, CheckID: `${id}-check`, Name: 'check', Status: status, ServiceID: id }],
  });
}

export function registerSidecar(cluster: Asked, service: string, id: string): Promise<unknown> {
  return succeed(cluster, 'PUT', '/v1/catalog/register', {
    Node: 'node-a',
    Address: '10.1.1.1',
    Service: {
      Kind: 'connect-proxy',
      Service: `${service}-sidecar-proxy`,
      ID: `${id}-sidecar-proxy`,
      Port: 21_000,
      Proxy: { DestinationServiceName: service, DestinationServiceID: id },
    },
  });
}

export function registerGateway(cluster: Asked, wan = '9.9.9.9'): Promise<unknown> {
  return succeed(cluster, 'PUT', '/v1/catalog/register', {
    Node: 'gateway-node',
    Address: '10.1.1.9',
    Service: {
      Kind: 'mesh-gateway',
      Service: 'mesh-gateway',
      ID: 'gateway',
      Port: 8_443,
      TaggedAddresses: { wan: { Address: wan, Port: 443 } },
    },
  });
}

export function deregister(cluster: Asked, node: string, id: string): Promise<unknown> {
  const body = { Node: node, ServiceID: id };
  return succeed(cluster, 'PUT', '/v1/catalog/deregister', body);
}

/** Waits until the instances imported from a peer are as wanted. */
export function imported(
  cluster: Asked,
  from: string,
  service: string,
  isThere: (instances: readonly Instance[]) => boolean,
  timeoutMs?: number,
): Promise<readonly Instance[]> {
  return until(cluster, `/v1/health/service/${service}?peer=${from}`, isThere, timeoutMs);
}

/** The same for the stand-ins that a sidecar dials. */
export function importedMesh(
  cluster: Asked,
  from: string,
  service: string,
  isThere: (instances: readonly Instance[]) => boolean,
  timeoutMs?: number,
): Promise<readonly Instance[]> {
  return until(cluster, `/v1/health/connect/${service}?peer=${from}`, isThere, timeoutMs);
}

export const has =
  (count: number) =>
  (instances: readonly unknown[]): boolean =>
    instances.length === count;
