// SPDX-License-Identifier: Apache-2.0
// Puts and removes nodes by the rules of identity: a node is found by its ID first, then by its name; a
// name belongs to one node, whatever its case.
import { canonicalNode } from '../model/catalog/canonical.ts';
import { type Node, type NodeRow, SERF_CHECK } from '../model/catalog/node.ts';
import { structurallyEqual } from '../model/equal.ts';
import { Refusal } from '../model/refusal.ts';
import { rowKey, type Tenancy } from '../model/tenancy.ts';
import type { Row } from '../state/table.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { coordinates } from '../state/tables/coordinates.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { services } from '../state/tables/services.ts';
import type { Draft } from './draft.ts';
import { removeService } from './service-rows.ts';
import { endSessionsOfNode, removeCheck } from './session-rows.ts';

/** Creates or changes a node. With an ID that is known under another name, the node is renamed: its old self goes with all that was on it. */
export function placeNode(draft: Draft, tenancy: Tenancy, wanted: Node): void {
  const node = canonicalNode(wanted);
  const sameName = draft.get(nodes, nodeKey(tenancy, node.Node));
  if (sameName !== undefined && isSame(sameName.value.node, node)) return;
  if (node.ID !== '') claimName(draft, tenancy, node, sameName);
  draft.put(nodes, { tenancy, node });
}

/** Removes a node with its services, checks and sessions, and its place. */
export function removeNode(draft: Draft, row: Row<NodeRow>): void {
  const { tenancy, node } = row.value;
  const onNode = rowKey(tenancy, node.Node);
  for (const service of draft.by(services, 'node', onNode)) removeService(draft, service);
  for (const check of draft.by(checks, 'node', onNode)) removeCheck(draft, check);
  endSessionsOfNode(draft, tenancy, node.Node);
  for (const place of draft.by(coordinates, 'node', onNode)) draft.remove(coordinates, place);
  draft.remove(nodes, row);
}

// A change of nothing but the locality is no change, as in Consul.
function isSame(a: Node, b: Node): boolean {
  return structurallyEqual(withoutLocality(a), withoutLocality(b));
}

// The letter case of a name is no difference either.
function withoutLocality({ Locality: _, ...node }: Node): object {
  return { ...node, Node: node.Node.toLowerCase() };
}

function claimName(
  draft: Draft,
  tenancy: Tenancy,
  node: Node,
  sameName: Row<NodeRow> | undefined,
): void {
  const [sameId] = draft.by(nodes, 'id', rowKey(tenancy, node.ID));
  if (sameId !== undefined && sameId.key === sameName?.key) return;
  const other = sameName?.value.node;
  if (other !== undefined && other.ID !== node.ID && isAlive(draft, tenancy, other)) {
    const reserved = `Node name ${node.Node} is reserved by node ${other.ID} with name ${other.Node} (${other.Address})`;
    // A node that has no ID yet may be given one, but not by a node that has another name.
    if (sameId !== undefined) throw clash(`"${node.ID}" (${node.Address})`, reserved);
    if (other.ID !== '') throw clash(`"${node.ID}"`, reserved);
  }
  if (sameId !== undefined) removeNode(draft, sameId);
}

function clash(which: string, reason: string): Refusal {
  return new Refusal(
    'rpc-error',
    `failed inserting node: Error while renaming Node ID: ${which}: ${reason}`,
  );
}

// Only agents have this check; a node without it is somebody's entry and can be replaced.
function isAlive(draft: Draft, tenancy: Tenancy, node: Node): boolean {
  const check = draft.get(checks, checkKey(tenancy, node.Node, SERF_CHECK));
  return check !== undefined && check.value.check.Status !== 'critical';
}
