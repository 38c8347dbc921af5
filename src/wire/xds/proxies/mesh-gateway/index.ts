// SPDX-License-Identifier: Apache-2.0
// A mesh gateway: the same filter chains at each of its addresses, and a cluster for everything behind it.
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type { MeshGatewaySnapshot, PassedThrough } from '../../../../views/proxy/snapshot.ts';
import { type Attempt, attempt } from '../assembly.ts';
import { listenerName } from '../../resources/addresses.ts';
import { loadAssignment } from '../../resources/endpoints.ts';
import { clusterNameOf, exportedCluster, hasHostName, passedCluster } from './clusters.ts';
import { gatewayListener } from './listeners.ts';
import { exportedRoute } from './routes.ts';

export function meshGatewayResources(gateway: MeshGatewaySnapshot): readonly Attempt[] {
  return [
    ...gateway.settings.bindings.map((binding) =>
      attempt('listeners', listenerName(binding.name, binding), () =>
        gatewayListener(binding, gateway),
      ),
    ),
    ...gateway.exported.flatMap((exported) => exportedResources(gateway, exported)),
    ...gateway.local.flatMap((service) => passedResources(gateway, service, false)),
    ...gateway.imported.flatMap((service) => passedResources(gateway, service, true)),
  ];
}

function exportedResources(
  gateway: MeshGatewaySnapshot,
  { service, endpoints }: MeshGatewaySnapshot['exported'][number],
): Attempt[] {
  const name = clusterNameOf(service);
  const found = [
    attempt('clusters', name, () => exportedCluster(service, gateway)),
    attempt('endpoints', name, () => loadAssignment(name, endpoints)),
  ];
  if (!isHttpLike(service.target.protocol)) return found;
  return [...found, attempt('routes', service.target.service, () => exportedRoute(service))];
}

function passedResources(
  gateway: MeshGatewaySnapshot,
  service: PassedThrough,
  isRemote: boolean,
): Attempt[] {
  const { name, endpoints } = service;
  const found = [attempt('clusters', name, () => passedCluster(service, gateway, isRemote))];
  if (hasHostName(endpoints)) return found;
  return [...found, attempt('endpoints', name, () => loadAssignment(name, endpoints))];
}
