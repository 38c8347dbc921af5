// SPDX-License-Identifier: Apache-2.0
// The operations of a transaction on keys. Each throws a Refusal when it can't be done.
import { goQuote } from '../../model/go-quote.ts';
import type { KvEntry } from '../../model/kv/entry.ts';
import { Refusal } from '../../model/refusal.ts';
import type { TransactionOp } from '../../model/txn/transaction.ts';
import { rowsBelow } from '../../state/tables/kv.ts';
import type { Draft } from '../draft.ts';
import {
  deleteKey,
  deleteKeyIfUnchanged,
  deleteKeysBelow,
  findKey,
  lockKey,
  setKey,
  setKeyIfUnchanged,
  unlockKey,
  type WantedEntry,
} from '../key-rows.ts';
import { resultOf, type TransactionResult } from './result.ts';

type Results = readonly TransactionResult[];
type KvOp = TransactionOp & { kind: 'KV' };

const NONE: Results = [];

export function decideKv(draft: Draft, { verb, op }: KvOp): Results {
  const { Key = '', Session = '' } = op;
  const require = (isDone: boolean, failed: string, why: string): void => {
    if (!isDone) throw new Refusal('conflict', `failed to ${failed} key ${goQuote(Key)}, ${why}`);
  };
  switch (verb) {
    case 'set':
      setKey(draft, wantedOf(op));
      return written(draft, Key);
    case 'cas': {
      const isSet = setKeyIfUnchanged(draft, wantedOf(op), Number(op.Index ?? 0));
      require(isSet, 'set', 'index is stale');
      return written(draft, Key);
    }
    case 'lock': {
      const isLocked = lockKey(draft, wantedOf(op), Session);
      require(isLocked, 'lock', 'lock is already held');
      return written(draft, Key);
    }
    case 'unlock': {
      const isUnlocked = unlockKey(draft, wantedOf(op), Session);
      require(isUnlocked, 'unlock', "lock isn't held, or is held by another session");
      return written(draft, Key);
    }
    case 'delete':
      deleteKey(draft, Key);
      return NONE;
    case 'delete-cas': {
      const isGone = deleteKeyIfUnchanged(draft, Key, Number(op.Index ?? 0));
      require(isGone, 'delete', 'index is stale');
      return NONE;
    }
    case 'delete-tree':
      deleteKeysBelow(draft, Key);
      return NONE;
    default:
      return read(draft, verb, op);
  }
}

function read(draft: Draft, verb: string, op: KvOp['op']): Results {
  const { Key = '', Session = '', Index = 0 } = op;
  if (verb === 'get-tree') {
    return rowsBelow(draft, Key).map((row) => resultOf('KV', row.value.entry, row));
  }
  const row = findKey(draft, Key);
  if (verb === 'check-not-exists') {
    if (row !== undefined) throw new Refusal('conflict', `key ${goQuote(Key)} exists`);
    return NONE;
  }
  if (row === undefined) {
    if (verb === 'get-or-empty') return [emptyOf(op)];
    const check = verb === 'get' ? '' : `failed to ${verb.replace('-', ' ')}, `;
    throw new Refusal('conflict', `${check}key ${goQuote(Key)} doesn't exist`);
  }
  const result = resultOf('KV', row.value.entry, row);
  if (verb === 'get' || verb === 'get-or-empty') return [result];
  const held = row.value.entry.Session;
  if (verb === 'check-session' && held !== Session) {
    const sessions = `current session ${goQuote(held)} != ${goQuote(Session)}`;
    throw new Refusal('conflict', `failed session check for key ${goQuote(Key)}, ${sessions}`);
  }
  if (verb === 'check-index' && result.modifyIndex !== Number(Index)) {
    // What the transaction itself has written has an index that nobody can have asked for.
    const indexes = `current modify index ${result.modifyIndex ?? 'to come'} != ${Index}`;
    throw new Refusal('conflict', `failed index check for key ${goQuote(Key)}, ${indexes}`);
  }
  return [withoutValue(result)];
}

/** A key that isn't there, as the client described it. */
function emptyOf({ Key = '', Flags = 0, Session = '', Index = 0 }: KvOp['op']): TransactionResult {
  const shown: KvEntry = { Key, Value: '', Flags: flagsOf(Flags), LockIndex: 0, Session };
  return { kind: 'KV', shown, createIndex: 0, modifyIndex: Index };
}

function written(draft: Draft, key: string): Results {
  const row = findKey(draft, key);
  return row === undefined ? NONE : [withoutValue(resultOf('KV', row.value.entry, row))];
}

// Who writes a value knows it.
function withoutValue(result: TransactionResult): TransactionResult {
  return { ...result, shown: { ...result.shown, Value: '' } };
}

function wantedOf({ Key = '', Value = '', Flags = 0 }: KvOp['op']): WantedEntry {
  // As a client may write it, with line breaks, to the one spelling that is stored.
  const value = /[\r\n]/.test(Value) ? Value.replaceAll(/[\r\n]/g, '') : Value;
  return { Key, Value: value, Flags: flagsOf(Flags) };
}

function flagsOf(flags: number | bigint): number | string {
  return typeof flags === 'number' ? flags : String(flags);
}
