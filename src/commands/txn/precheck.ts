// SPDX-License-Identifier: Apache-2.0
// What is wrong with an operation of a transaction whatever there is: found before anything is tried.
import { checkService } from '../../model/catalog/service-request.ts';
import { goQuote } from '../../model/go-quote.ts';
import { Refusal } from '../../model/refusal.ts';
import { isKvVerb, type TransactionOp } from '../../model/txn/transaction.ts';
import { uuidError } from '../../model/uuid.ts';
import type { Read } from '../../state/state.ts';
import { isHeldBack } from '../key-rows.ts';

const CATALOG_VERBS = new Set(['get', 'set', 'cas', 'delete', 'delete-cas']);

/** Throws a Refusal for an operation that makes no sense, or a lock that is held back. */
export function precheck(read: Read, asked: TransactionOp): void {
  const { kind, verb } = asked;
  if (kind === 'KV') return precheckKey(read, verb, asked.op.Key ?? '');
  if (!CATALOG_VERBS.has(verb)) {
    throw new Refusal('conflict', `unknown ${kind.toLowerCase()} operation: ${verb}`);
  }
  if (verb === 'get') return;
  // Imports come over the peer stream alone.
  if (asked.peer !== '') {
    throw new Refusal('conflict', 'cannot register requests with PeerName in them');
  }
  if (kind === 'Service') checkService(asked.service);
  if (kind !== 'Node') return;
  if (asked.node.Node === '') throw new Refusal('conflict', 'Must provide node');
  const idError = asked.node.ID === '' ? undefined : uuidError(asked.node.ID);
  if (idError !== undefined) throw new Refusal('conflict', `Bad node ID: ${idError}`);
}

function precheckKey(read: Read, verb: string, key: string): void {
  if (key === '' && verb !== 'delete-tree') throw new Refusal('conflict', 'Must provide key');
  if (!isKvVerb(verb)) throw new Refusal('conflict', `unknown KV operation: ${verb}`);
  if (verb !== 'lock' || !isHeldBack(read, key)) return;
  throw new Refusal('conflict', `failed to lock key ${goQuote(key)} due to lock delay`);
}
