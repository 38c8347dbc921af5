// SPDX-License-Identifier: Apache-2.0
// How a transaction's outcome is shown: what its operations answer, or what went wrong with which.
import type { TransactionReply } from '../../../commands/apply-transaction.ts';
import type { TransactionResult } from '../../../commands/txn/result.ts';
import type { KvEntry } from '../../../model/kv/entry.ts';
import { uint64Json } from '../../../model/uint64.ts';
import { withoutZeroPort } from '../../../views/catalog/shown-service.ts';
import type { HttpReply } from '../endpoint.ts';

/** `revision` is that of the transaction; of one that only reads, Consul also says how it was read. */
export function replyOf(reply: TransactionReply, revision: number, isRead: boolean): HttpReply {
  const { results, errors, isMalformed } = reply;
  const hasFailed = errors.length > 0;
  const json = {
    Results: hasFailed ? null : results.map((result) => shownResult(result, revision)),
    Errors: hasFailed ? errors : null,
    ...(isRead ? readMeta(isMalformed) : {}),
  };
  const headers: Record<string, string> = {};
  if (isRead) headers['X-Consul-Lastcontact'] = '0';
  if (isRead) headers['X-Consul-Knownleader'] = isMalformed ? 'false' : 'true';
  if (hasFailed) headers['Content-Type'] = 'application/json; charset=utf-8';
  return { status: hasFailed ? 409 : 200, json, headers };
}

function readMeta(isMalformed: boolean): object {
  return {
    Index: isMalformed ? 0 : 1,
    LastContact: 0,
    KnownLeader: !isMalformed,
    ConsistencyLevel: '',
    NotModified: false,
    Backend: 0,
    ResultsFilteredByACLs: false,
  };
}

function shownResult(result: TransactionResult, revision: number): object {
  const { kind, shown, createIndex = revision, modifyIndex = revision } = result;
  const ModifyIndex =
    typeof modifyIndex === 'bigint' ? uint64Json(String(modifyIndex)) : modifyIndex;
  return { [kind]: { ...shownThing(kind, shown), CreateIndex: createIndex, ModifyIndex } };
}

function shownThing(kind: TransactionResult['kind'], shown: object): object {
  switch (kind) {
    case 'KV': {
      const { LockIndex, Key, Flags, Value, Session } = shown as KvEntry;
      const holder = Session === '' ? {} : { Session };
      return { LockIndex, Key, Flags: uint64Json(Flags), Value: Value || null, ...holder };
    }
    case 'Service':
      return withNullFor('Tags', withoutZeroPort(shown));
    case 'Check':
      return withNullFor('ServiceTags', shown);
    default:
      return shown;
  }
}

// Here Consul shows a list that is empty as the one that nobody gave.
function withNullFor(name: string, shown: object): object {
  const value: unknown = shown[name as keyof object];
  return Array.isArray(value) && value.length === 0 ? { ...shown, [name]: null } : shown;
}
