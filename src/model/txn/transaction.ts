// SPDX-License-Identifier: Apache-2.0
// A transaction as it is decided: the operations with whatever they mean worked out, and what comes of them.
import type { HealthCheck } from '../catalog/check.ts';
import type { Node } from '../catalog/node.ts';
import type { NodeService } from '../catalog/service.ts';
import { checkOf, nodeOf, serviceOf } from './catalog.ts';
import type { KvOperation, Operation } from './shape.ts';

export type TransactionOp =
  | { readonly kind: 'KV'; readonly verb: string; readonly op: KvOperation }
  | (About & { readonly kind: 'Node'; readonly node: Node })
  | (About & { readonly kind: 'Service'; readonly node: string; readonly service: NodeService })
  | (About & { readonly kind: 'Check'; readonly check: HealthCheck });

interface About {
  readonly verb: string;
  /** Of check-and-set; 0: it must not exist. */
  readonly index: number;
  /** '' for what is registered here. */
  readonly peer: string;
}

/** What went wrong, by the place of the operation. */
export interface TransactionError {
  readonly OpIndex: number;
  readonly What: string;
}

const READS = new Set(['get', 'get-tree', 'get-or-empty']);
const KV_READS = new Set([...READS, 'check-index', 'check-session', 'check-not-exists']);
export const KV_WRITES: ReadonlySet<string> = new Set([
  'set',
  'cas',
  'lock',
  'unlock',
  'delete',
  'delete-cas',
  'delete-tree',
]);
export const isKvVerb = (verb: string): boolean => KV_WRITES.has(verb) || KV_READS.has(verb);

/** Whether it is one that changes something; Consul counts a verb of keys that it doesn't know as none. */
export function isWrite({ kind, verb }: TransactionOp): boolean {
  return kind === 'KV' ? KV_WRITES.has(verb) : verb !== 'get';
}

/** Of several kinds in one operation the first counts; one without any is left out. Refusal for a bad duration. */
export function transactionOf(
  operations: readonly Operation[],
  datacenter: string,
): readonly TransactionOp[] {
  return operations.flatMap(({ KV, Node, Service, Check }): readonly TransactionOp[] => {
    if (KV !== undefined) return [{ kind: 'KV', verb: KV.Verb ?? '', op: KV }];
    if (Node !== undefined) {
      const { Verb: verb = '', Node: of = {} } = Node;
      return [{ kind: 'Node', verb, ...aboutOf(of), node: nodeOf(Node, datacenter) }];
    }
    if (Service !== undefined) {
      const { Verb: verb = '', Node: node = '', Service: of = {} } = Service;
      // Of a service that is read only the id counts.
      const service = serviceOf(Service);
      const asked = verb === 'get' ? { ...service, ID: of.ID ?? '' } : service;
      return [{ kind: 'Service', verb, ...aboutOf(of), node, service: asked }];
    }
    if (Check === undefined) return [];
    const { Verb: verb = '', Check: of = {} } = Check;
    // Of a check that is read only the id counts.
    const check = checkOf(Check);
    const asked = verb === 'get' ? { ...check, CheckID: of.CheckID ?? '' } : check;
    return [{ kind: 'Check', verb, ...aboutOf(of), check: asked }];
  });
}

function aboutOf(of: {
  readonly ModifyIndex?: number | bigint;
  readonly PeerName?: string;
}): Pick<About, 'index' | 'peer'> {
  return { index: Number(of.ModifyIndex ?? 0), peer: of.PeerName ?? '' };
}
