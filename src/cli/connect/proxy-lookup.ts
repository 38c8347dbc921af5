// SPDX-License-Identifier: Apache-2.0
// Which proxy to run, and what is registered about it. In: flags and a client. Out: an id, then its service.
import type { Client } from '../../client/client.ts';
import type { NodeService } from '../../model/catalog/service.ts';
import { whileDoing } from '../failure.ts';

/** A proxy or gateway with its central configuration. */
export interface RegisteredProxy {
  readonly service: NodeService;
  readonly datacenter?: string | undefined;
}

/** The id of the only sidecar of a service instance. */
export async function sidecarOf(client: Client, serviceId: string): Promise<string> {
  const services = await whileDoing(
    `Failed looking up sidecar proxy info for ${serviceId}`,
    agentServices(client),
  );
  const ids = services
    .filter(({ Kind, Proxy }) => {
      const of = Kind === 'connect-proxy' ? Proxy.DestinationServiceID : undefined;
      return of?.toLowerCase() === serviceId.toLowerCase();
    })
    .map(({ ID }) => ID);
  const [id] = ids;
  if (id === undefined) throw new Error(`No sidecar proxy registered for ${serviceId}`);
  if (ids.length === 1) return id;
  throw new Error(
    `More than one sidecar proxy registered for ${serviceId}.\n` +
      `    Start proxy with -proxy-id and one of the following IDs: ${ids.join(', ')}`,
  );
}

/** The id of the only gateway of this kind, as 'mesh-gateway'. */
export async function gatewayOf(client: Client, kind: string): Promise<string> {
  const services = await whileDoing(`Failed looking up ${kind} instances`, agentServices(client));
  const ids = services.filter(({ Kind }) => Kind === kind).map(({ ID }) => ID);
  const [id] = ids;
  if (id === undefined) throw new Error(`No ${kind} services registered with this agent`);
  if (ids.length === 1) return id;
  throw new Error(
    `Cannot lookup the ${kind}'s proxy ID because multiple are registered with the agent.\n` +
      `    Start it with -proxy-id and one of the following IDs: ${ids.join(', ')}`,
  );
}

async function agentServices(client: Client): Promise<readonly NodeService[]> {
  const services = await client.json<Record<string, NodeService>>({ path: '/v1/agent/services' });
  return Object.values(services);
}

/** What is registered with the agent or, when a node is named, with the catalog. */
export async function registeredProxy(
  client: Client,
  proxyId: string,
  nodeName: string,
): Promise<RegisteredProxy> {
  const found = await (nodeName === ''
    ? whileDoing('failed fetch proxy config from local agent', ofAgent(client, proxyId))
    : whileDoing(
        `failed to fetch proxy config from catalog for node ${JSON.stringify(nodeName)}`,
        ofCatalog(client, proxyId, nodeName),
      ));
  const { Kind } = found.service;
  if (Kind === 'connect-proxy' || Kind?.endsWith('-gateway')) return found;
  throw new Error('service is not a Connect proxy or gateway');
}

async function ofAgent(client: Client, proxyId: string): Promise<RegisteredProxy> {
  const path = `/v1/agent/service/${encodeURIComponent(proxyId)}`;
  const service = await client.json<NodeService & { readonly Datacenter?: string }>({ path });
  return { service, datacenter: service.Datacenter };
}

async function ofCatalog(
  client: Client,
  proxyId: string,
  nodeName: string,
): Promise<RegisteredProxy> {
  const found = await client.json<{
    readonly Node: { readonly Datacenter: string };
    readonly Services: readonly NodeService[] | null;
  } | null>({
    path: `/v1/catalog/node-services/${encodeURIComponent(nodeName)}`,
    query: { 'merge-central-config': '' },
  });
  const service = found?.Services?.find(({ ID }) => ID === proxyId);
  if (service === undefined) {
    throw new Error(`Proxy service with ID ${JSON.stringify(proxyId)} not found`);
  }
  return { service, datacenter: found?.Node.Datacenter };
}
