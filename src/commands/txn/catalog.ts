// SPDX-License-Identifier: Apache-2.0
// The operations of a transaction on nodes, services and checks. Each throws a Refusal when it can't be done.
import { checkServiceMeta } from '../../model/catalog/service-request.ts';
import { goQuote } from '../../model/go-quote.ts';
import { Refusal } from '../../model/refusal.ts';
import { localTenancy, peerTenancy, rowKey } from '../../model/tenancy.ts';
import type { TransactionOp } from '../../model/txn/transaction.ts';
import { uuidPrefixError } from '../../model/uuid.ts';
import type { Row } from '../../state/table.ts';
import { checkKey, checks } from '../../state/tables/checks.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import { placeCheck } from '../check-rows.ts';
import type { Draft } from '../draft.ts';
import { placeNode, removeNode } from '../node-rows.ts';
import { placeService, removeService } from '../service-rows.ts';
import { removeCheck } from '../session-rows.ts';
import { resultOf, type TransactionResult } from './result.ts';

type Results = readonly TransactionResult[];
type Of<K> = TransactionOp & { kind: K };

/** How a verb is done to one kind of thing. */
interface Deed<T extends object> {
  readonly verb: string;
  readonly index: number;
  /** 'node "web"', as errors name it. */
  readonly name: string;
  readonly find: () => Row<T> | undefined;
  readonly place: () => void;
  readonly remove: (row: Row<T>) => void;
  readonly show: (row: Row<T>) => TransactionResult;
}

export function decideNode(draft: Draft, { verb, index, peer, node }: Of<'Node'>): Results {
  const tenancy = tenancyOf(peer);
  return decide({
    verb,
    index,
    name: `node ${goQuote(node.Node)}`,
    find: () => {
      // Whoever knows its id is shown it under whatever name.
      const isById = node.ID !== '' && verb === 'get';
      const idError = isById ? uuidPrefixError(node.ID) : undefined;
      if (idError !== undefined) {
        throw new Refusal('rpc-error', `node lookup by ID failed: index error: ${idError}`);
      }
      if (isById) return draft.by(nodes, 'id', rowKey(tenancy, node.ID))[0];
      return draft.get(nodes, nodeKey(tenancy, node.Node));
    },
    place: () => placeNode(draft, tenancy, node),
    remove: (row) => removeNode(draft, row),
    show: (row) => resultOf('Node', { ...row.value.node, ...named(peer) }, row),
  });
}

export function decideService(draft: Draft, op: Of<'Service'>): Results {
  const { verb, index, peer, node, service } = op;
  const tenancy = tenancyOf(peer);
  return decide({
    verb,
    index,
    name: `service ${goQuote(service.ID)} on node ${goQuote(node)}`,
    find: () => draft.get(services, serviceKey(tenancy, node, service.ID)),
    place: () => {
      checkServiceMeta(service, node);
      requireNode(draft, node);
      placeService(draft, tenancy, node, service);
    },
    remove: (row) => removeService(draft, row),
    show: (row) => resultOf('Service', { ...row.value.service, PeerName: peer }, row),
  });
}

// What Consul says, by the verb, of a check that is not named.
const CHECK_LOOKUPS: Readonly<Record<string, string>> = {
  set: 'failed health check lookup',
  delete: 'check lookup failed',
  'delete-cas': 'check lookup failed: failed check lookup',
};

export function decideCheck(draft: Draft, { verb, index, peer, check }: Of<'Check'>): Results {
  const tenancy = tenancyOf(peer);
  const { Node: node, CheckID: id, ServiceID: serviceId } = check;
  if (node === '' || id === '') throw indexless(CHECK_LOOKUPS[verb] ?? 'failed check lookup');
  return decide({
    verb,
    index,
    name: `check ${goQuote(id)} on node ${goQuote(node)}`,
    find: () => draft.get(checks, checkKey(tenancy, node, id)),
    place: () => {
      requireNode(draft, node);
      const isOfService = serviceId !== '';
      if (isOfService && draft.get(services, serviceKey(tenancy, node, serviceId)) === undefined) {
        throw new Refusal('rpc-error', 'Missing service registration');
      }
      placeCheck(draft, tenancy, node, check);
    },
    remove: (row) => removeCheck(draft, row),
    show: (row) => resultOf('Check', { ...row.value.check, ...named(peer) }, row),
  });
}

function decide<T extends object>(deed: Deed<T>): Results {
  const { verb, index, name } = deed;
  const row = deed.find();
  if (verb === 'get') {
    if (row === undefined) throw new Refusal('conflict', `${name} doesn't exist`);
    return [deed.show(row)];
  }
  const isAsExpected = row === undefined ? index === 0 : index > 0 && row.modifyRevision === index;
  if (verb === 'delete' || verb === 'delete-cas') {
    if (verb === 'delete-cas' && (row === undefined || !isAsExpected)) {
      throw new Refusal('conflict', `failed to delete ${name}, index is stale`);
    }
    if (row !== undefined) deed.remove(row);
    return [];
  }
  if (verb === 'cas' && !isAsExpected) {
    throw new Refusal('conflict', `failed to set ${name}, index is stale`);
  }
  deed.place();
  const placed = deed.find();
  return placed === undefined ? [] : [deed.show(placed)];
}

function requireNode(draft: Draft, node: string): void {
  if (draft.get(nodes, nodeKey(localTenancy, node)) !== undefined) return;
  throw new Refusal('rpc-error', 'Missing node registration');
}

function indexless(what: string): Refusal {
  return new Refusal('rpc-error', `${what}: index error: object is missing a value for this index`);
}

const tenancyOf = (peer: string) => (peer === '' ? localTenancy : peerTenancy(peer.toLowerCase()));

const named = (peer: string) => (peer === '' ? {} : { PeerName: peer });
