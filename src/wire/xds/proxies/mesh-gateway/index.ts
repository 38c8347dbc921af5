// SPDX-License-Identifier: Apache-2.0
// A mesh gateway: the same filter chains at each of its addresses, and a cluster for everything behind it.
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type {
  Endpoint,
  ExportedService,
  MeshGatewaySnapshot,
  PassedThrough,
  PeeringServers,
} from '../../../../views/proxy/snapshot.ts';
import { type Attempt, attempt } from '../assembly.ts';
import { listenerName } from '../../resources/addresses.ts';
import { loadAssignment } from '../../resources/endpoints.ts';
import {
  clusterNameOf,
  exportedCluster,
  hasHostName,
  passedCluster,
  passedClusterName,
  serversCluster,
} from './clusters.ts';
import { gatewayListener } from './listeners.ts';
import { exportedRoute } from './routes.ts';

export function meshGatewayResources(gateway: MeshGatewaySnapshot): readonly Attempt[] {
  const { settings, exported, local, imported, peeringServers } = gateway;
  const endpointsByName = new Map(
    local.map(({ target, endpoints }) => [nameOf(target), endpoints]),
  );
  return [
    ...settings.bindings.map((binding) =>
      attempt('listeners', listenerName(binding.name, binding), () =>
        gatewayListener(binding, gateway),
      ),
    ),
    ...exported.flatMap((service) =>
      exportedResources(gateway, service, endpointsByName.get(nameOf(service.target)) ?? NOWHERE),
    ),
    ...[...local, ...imported].flatMap((service) => passedResources(gateway, service)),
    ...peeringServers.flatMap((servers) => serversResources(gateway, servers)),
  ];
}

/** Names of services are the same in any case. */
const nameOf = ({ service }: PassedThrough['target']): string => service.toLowerCase();

const NOWHERE: readonly Endpoint[] = [];

function exportedResources(
  gateway: MeshGatewaySnapshot,
  service: ExportedService,
  endpoints: readonly Endpoint[],
): Attempt[] {
  const name = clusterNameOf(service);
  const found = [
    attempt('clusters', name, () => exportedCluster(service, gateway)),
    attempt('endpoints', name, () => loadAssignment(name, endpoints)),
  ];
  if (!isHttpLike(service.target.protocol)) return found;
  return [...found, attempt('routes', service.target.service, () => exportedRoute(service))];
}

function passedResources({ settings }: MeshGatewaySnapshot, service: PassedThrough): Attempt[] {
  const { endpoints } = service;
  const name = passedClusterName(service);
  const found = [attempt('clusters', name, () => passedCluster(service, settings))];
  if (hasHostName(endpoints)) return found;
  return [...found, attempt('endpoints', name, () => loadAssignment(name, endpoints))];
}

function serversResources({ settings }: MeshGatewaySnapshot, servers: PeeringServers): Attempt[] {
  const { name, endpoints } = servers;
  const found = [attempt('clusters', name, () => serversCluster(servers, settings))];
  if (hasHostName(endpoints)) return found;
  return [...found, attempt('endpoints', name, () => loadAssignment(name, endpoints))];
}
