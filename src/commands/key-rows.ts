// SPDX-License-Identifier: Apache-2.0
// Puts and removes keys by the rules of check-and-set and of locks. Used by the endpoints of keys and by
// transactions. Each says whether it did what was asked; `false` is an answer, not an error.
import { type KvEntry, kvKey, type KvRow } from '../model/kv/entry.ts';
import { structurallyEqual } from '../model/equal.ts';
import { Refusal } from '../model/refusal.ts';
import { sessionKey } from '../model/session/session.ts';
import { localTenancy as tenancy } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import type { Row } from '../state/table.ts';
import { kv, rowsBelow } from '../state/tables/kv.ts';
import { lockDelays } from '../state/tables/lock-delays.ts';
import { sessions } from '../state/tables/sessions.ts';
import type { Draft } from './draft.ts';

/** What a client says of a key. */
export type WantedEntry = Pick<KvEntry, 'Key' | 'Value' | 'Flags'>;

export function findKey(read: Read, key: string): Row<KvRow> | undefined {
  return read.get(kv, kvKey(tenancy, key));
}

/** Whoever holds the lock keeps it, but the count of locks begins anew, as in Consul. */
export function setKey(draft: Draft, wanted: WantedEntry): void {
  setFound(draft, wanted, findKey(draft, wanted.Key));
}

function setFound(draft: Draft, wanted: WantedEntry, present: Row<KvRow> | undefined): void {
  const Session = present?.value.entry.Session ?? '';
  place(draft, { ...wanted, LockIndex: 0, Session }, present);
}

/** `index` is the revision that the client has seen; 0: there must be none. */
export function setKeyIfUnchanged(draft: Draft, wanted: WantedEntry, index: number): boolean {
  const row = findKey(draft, wanted.Key);
  // 0 is also the revision of what the same transaction has put, which its client can't have seen.
  if (row === undefined ? index !== 0 : index === 0 || row.modifyRevision !== index) return false;
  setFound(draft, wanted, row);
  return true;
}

/** Whether its lock is held back, from whoever asks. */
export function isHeldBack(read: Read, key: string): boolean {
  return read.get(lockDelays, kvKey(tenancy, key)) !== undefined;
}

/** Refusal when the session is not there. */
export function lockKey(draft: Draft, wanted: WantedEntry, session: string): boolean {
  if (isHeldBack(draft, wanted.Key)) return false;
  requireSession(draft, session);
  const row = findKey(draft, wanted.Key);
  const present = row?.value.entry;
  const isHeld = present !== undefined && present.Session !== '';
  if (isHeld && present.Session !== session) return false;
  const LockIndex = (present?.LockIndex ?? 0) + (isHeld ? 0 : 1);
  place(draft, { ...wanted, LockIndex, Session: session }, row);
  return true;
}

/** Only who holds the lock can give it up. */
export function unlockKey(draft: Draft, wanted: WantedEntry, session: string): boolean {
  if (session === '') throw new Refusal('rpc-error', 'missing session');
  const row = findKey(draft, wanted.Key);
  if (row === undefined || row.value.entry.Session !== session) return false;
  place(draft, { ...wanted, LockIndex: row.value.entry.LockIndex, Session: '' }, row);
  return true;
}

export function deleteKey(draft: Draft, key: string): void {
  const row = findKey(draft, key);
  if (row !== undefined) draft.remove(kv, row);
}

/** A key that is gone already is fine. */
export function deleteKeyIfUnchanged(draft: Draft, key: string, index: number): boolean {
  const row = findKey(draft, key);
  if (row === undefined) return true;
  if (row.modifyRevision !== index || index === 0) return false;
  draft.remove(kv, row);
  return true;
}

export function deleteKeysBelow(draft: Draft, prefix: string): void {
  for (const row of rowsBelow(draft, prefix)) draft.remove(kv, row);
}

function requireSession(read: Read, id: string): void {
  if (id === '') throw new Refusal('rpc-error', 'missing session');
  if (read.get(sessions, sessionKey(tenancy, id)) !== undefined) return;
  throw new Refusal('rpc-error', `invalid session ${JSON.stringify(id)}`);
}

/** `present` is what there is at the key. */
function place(
  draft: Draft,
  { Key, Value, Flags, LockIndex, Session }: KvEntry,
  present: Row<KvRow> | undefined,
): void {
  const entry = { Key, Value, Flags, LockIndex, Session };
  if (present !== undefined && structurallyEqual(present.value.entry, entry)) return;
  draft.put(kv, { tenancy, entry });
}
