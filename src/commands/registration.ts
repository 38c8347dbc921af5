// SPDX-License-Identifier: Apache-2.0
// Registering as one decision: a node, at most one service on it, and checks of either. In: full shapes
// that were validated by whoever took them in (model/catalog/registration.ts for requests). Out: the rows
// that differ; nothing when everything is registered already. Used by the catalog endpoints, by agents
// that sync what is registered with them, and by the importer of a peer's services.
import type { Write } from '../log/log.ts';
import type { HealthCheck } from '../model/catalog/check.ts';
import type { Node } from '../model/catalog/node.ts';
import type { NodeService } from '../model/catalog/service.ts';
import type { Tenancy } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { placeCheck } from './check-rows.ts';
import { Draft } from './draft.ts';
import { placeNode } from './node-rows.ts';
import { placeService } from './service-rows.ts';

export interface Registration {
  readonly node: Node;
  readonly service?: NodeService;
  /** A check with a ServiceID belongs to that service of the node, the others to the node. */
  readonly checks?: readonly HealthCheck[];
  /** Leaves a node that exists as it is. */
  readonly skipNodeUpdate?: boolean;
}

/** Adds a registration to a draft; several into one draft become one change. */
export function register(draft: Draft, tenancy: Tenancy, registration: Registration): void {
  const { node, service, checks = [], skipNodeUpdate = false } = registration;
  if (!skipNodeUpdate || draft.get(nodes, nodeKey(tenancy, node.Node)) === undefined) {
    placeNode(draft, tenancy, node);
  }
  if (service !== undefined) placeService(draft, tenancy, node.Node, service);
  for (const check of checks) placeCheck(draft, tenancy, node.Node, check);
}

/** The writes of one registration; empty when nothing changes. Throws Refusal with Consul's texts. */
export function registerWrites(
  read: Read,
  tenancy: Tenancy,
  registration: Registration,
): readonly Write[] {
  const draft = new Draft(read);
  register(draft, tenancy, registration);
  return draft.writes;
}
