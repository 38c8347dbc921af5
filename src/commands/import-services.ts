// SPDX-License-Identifier: Apache-2.0
// Takes in what a peer says about its services: for each, all instances as they are now, none of which
// deletes it. Only what differs from the rows imported before is written, each service as a whole or not
// at all. Every row that is read or written carries the peer: a peer can't reach a row of ours.
import { meshNameOf, type ServiceRow } from '../model/catalog/service.ts';
import { isSameTrustDomain } from '../model/ca/spiffe.ts';
import { checkImportedInstances } from '../model/peering/import-rules.ts';
import { type PeerInstance, withoutVirtualAddress } from '../model/peering/instance.ts';
import type { PeeringLimits } from '../model/peering/limits.ts';
import { trustDomainOfPeerMeta } from '../model/peering/peer-meta.ts';
import { Refusal } from '../model/refusal.ts';
import { peerTenancy, type Tenancy } from '../model/tenancy.ts';
import type { Row } from '../state/table.ts';
import { checkKey, checks, checksOfInstance } from '../state/tables/checks.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { serviceKey, serviceNameKey, services } from '../state/tables/services.ts';
import { placeCheck } from './check-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { placeNode, removeNode } from './node-rows.ts';
import { importingPeering } from './peering-rows.ts';
import { placeService, removeService } from './service-rows.ts';
import { removeCheck } from './session-rows.ts';
import { isTrustDomainOpenTo } from './trust-domains.ts';

export interface ImportedService {
  readonly name: string;
  readonly instances: readonly PeerInstance[];
}

export interface ImportServices {
  /** Id of the local record. */
  readonly peeringId: string;
  /** In the order in which they arrived; decided as if one after the other. */
  readonly services: readonly ImportedService[];
  readonly limits: PeeringLimits;
}

/** For each service, why it was refused, or undefined. */
export type ImportOutcome = readonly (string | undefined)[];

export const importServices = defineCommand<ImportServices, ImportOutcome>({
  name: 'import-services',
  decide: (read, { peeringId, services: imported, limits }) => {
    const { Name: peer } = importingPeering(read, peeringId).value;
    const tenancy = peerTenancy(peer);
    const draft = new Draft(read);
    let room = limits.maxInstances - read.count(services, 'peer', peer);
    const reply = imported.map((service) => {
      const attempt = new Draft(draft);
      try {
        checkImportedInstances(service.instances, limits);
        const added = importService(attempt, tenancy, service);
        if (added > 0 && added > room) {
          throw new Refusal(
            'rpc-error',
            `more than ${limits.maxInstances} instances of one peer, no more are accepted`,
          );
        }
        room -= added;
      } catch (error) {
        if (error instanceof Refusal) return error.message;
        throw error;
      }
      draft.absorb(attempt);
      return undefined;
    });
    return { writes: draft.writes, reply };
  },
});

/** How many instances more there are than before. */
function importService(draft: Draft, tenancy: Tenancy, service: ImportedService): number {
  const before = draft.by(services, 'name', serviceNameKey(tenancy, service.name));
  const kept = new Set<string>();
  const present = new Set<string>();
  for (const instance of service.instances) {
    const key = serviceKey(tenancy, instance.Node.Node, instance.Service.ID);
    if (draft.get(services, key) !== undefined) present.add(key);
    placeInstance(draft, tenancy, instance);
    kept.add(key);
  }
  const gone = before.filter((row) => !kept.has(row.key));
  for (const row of gone) removeService(draft, row);
  removeStaleChecks(
    draft,
    tenancy,
    before.filter((row) => kept.has(row.key)),
    service.instances,
  );
  removeUnusedNodes(draft, tenancy, gone);
  return kept.size - present.size - gone.length;
}

function placeInstance(draft: Draft, tenancy: Tenancy, instance: PeerInstance): void {
  const { Node, Service, Checks } = instance;
  checkPeerMeta(draft, tenancy.peer, instance);
  placeNode(draft, tenancy, Node);
  placeService(draft, tenancy, Node.Node, withoutVirtualAddress(Service));
  for (const check of Checks) {
    const owner = serviceKey(tenancy, Node.Node, check.ServiceID);
    if (check.ServiceID !== '' && draft.get(services, owner) === undefined) {
      throw new Refusal(
        'rpc-error',
        `failed to register check: failed inserting check on node "${Node.Node}": Missing service registration`,
      );
    }
    placeCheck(draft, tenancy, Node.Node, check);
  }
}

function checkPeerMeta(draft: Draft, peer: string, { Service }: PeerInstance): void {
  const meta = Service.Connect.PeerMeta;
  if (meta === undefined || meshNameOf(Service) === undefined) return;
  const trustDomain = trustDomainOfPeerMeta(meta);
  if (isTrustDomainOpenTo(draft, peer, (domain) => isSameTrustDomain(domain, trustDomain))) return;
  throw new Refusal('rpc-error', `trust domain "${trustDomain}" is not that of peer "${peer}"`);
}

function removeStaleChecks(
  draft: Draft,
  tenancy: Tenancy,
  kept: readonly Row<ServiceRow>[],
  instances: readonly PeerInstance[],
): void {
  const named = new Set<string>();
  for (const { Node, Checks } of instances) {
    for (const { CheckID } of Checks) named.add(checkKey(tenancy, Node.Node, CheckID));
  }
  const owners = new Set<string>();
  for (const { value } of kept) {
    owners.add(checksOfInstance(tenancy, value.node, value.service.ID));
    owners.add(checksOfInstance(tenancy, value.node, ''));
  }
  for (const owner of owners) {
    for (const check of draft.by(checks, 'instance', owner)) {
      if (!named.has(check.key)) removeCheck(draft, check);
    }
  }
}

function removeUnusedNodes(draft: Draft, tenancy: Tenancy, gone: readonly Row<ServiceRow>[]): void {
  for (const key of new Set(gone.map(({ value }) => nodeKey(tenancy, value.node)))) {
    if (draft.by(services, 'node', key).length > 0) continue;
    const node = draft.get(nodes, key);
    if (node !== undefined) removeNode(draft, node);
  }
}
