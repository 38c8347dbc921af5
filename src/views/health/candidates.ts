// SPDX-License-Identifier: Apache-2.0
import type { Tenancy } from '../../model/tenancy.ts';
import type { ViewRead } from '../engine/view.ts';
import { type GatewayKind } from '../gateways/services.ts';
import { gatewaysOfService } from '../gateways/of-service.ts';
import { type Instance, instances } from './instances.ts';

/** 'name': by their own; 'mesh': what speaks for the service in the mesh; 'ingress': the gateways that let callers in to it. */
export type Found = 'name' | 'mesh' | 'ingress';

export interface CandidatesKey {
  readonly tenancy: Tenancy;
  readonly service: string;
  readonly by: Found;
}

/** The instances that readers of a service choose from. */
export function candidates(
  read: ViewRead,
  { tenancy, service, by }: CandidatesKey,
): readonly Instance[] {
  if (by === 'name') return read.view(instances, { tenancy, service, by });
  const isOurs = tenancy.peer === '';
  if (by === 'ingress') return isOurs ? ofGateways(read, tenancy, service, 'ingress-gateway') : [];
  const inMesh = read.view(instances, { tenancy, service, by });
  if (!isOurs) return inMesh;
  const gateways = ofGateways(read, tenancy, service, 'terminating-gateway');
  return gateways.length === 0 ? inMesh : [...inMesh, ...gateways];
}

function ofGateways(
  read: ViewRead,
  tenancy: Tenancy,
  service: string,
  kind: GatewayKind,
): readonly Instance[] {
  return read
    .view(gatewaysOfService, { service, kind })
    .flatMap((gateway) => read.view(instances, { tenancy, service: gateway, by: 'name' }));
}
