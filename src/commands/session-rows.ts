// SPDX-License-Identifier: Apache-2.0
// Ends sessions with what must follow: the keys that they hold are released or deleted, their locks are
// held back for a while, and queries bound to them go. Whatever takes a session's ground away (a node, a check that goes or fails) ends it here,
// in the same change.
import { type CheckRow, type HealthCheck, SESSION_CHECK } from '../model/catalog/check.ts';
import type { Session, SessionRow } from '../model/session/session.ts';
import { rowKey, type Tenancy } from '../model/tenancy.ts';
import type { Row } from '../state/table.ts';
import { checks } from '../state/tables/checks.ts';
import { kv } from '../state/tables/kv.ts';
import { lockDelays } from '../state/tables/lock-delays.ts';
import { preparedQueries } from '../state/tables/prepared-queries.ts';
import { sessions, sessionsOfCheck, sessionsOfNode } from '../state/tables/sessions.ts';
import type { Draft } from './draft.ts';

// What a client may ask for is not bounded, what a key can be held back for is.
const MAX_LOCK_DELAY_MS = 60_000;

export function beginSession(draft: Draft, tenancy: Tenancy, session: Session): void {
  draft.put(sessions, { tenancy, session });
  tellChecks(draft, tenancy, session, { Status: 'passing', Output: inForce(session) });
}

export function endSession(draft: Draft, row: Row<SessionRow>): void {
  const { tenancy, session } = row.value;
  draft.remove(sessions, row);
  const delayMs = Math.min(session.LockDelay / 1e6, MAX_LOCK_DELAY_MS);
  for (const held of draft.by(kv, 'session', rowKey(tenancy, session.ID))) {
    const { entry } = held.value;
    if (session.Behavior === 'delete') draft.remove(kv, held);
    else draft.put(kv, { tenancy, entry: { ...entry, Session: '' } });
    if (delayMs > 0) {
      draft.put(lockDelays, { tenancy, key: entry.Key, session: session.ID, delayMs });
    }
  }
  const bound = draft.by(preparedQueries, 'session', rowKey(tenancy, session.ID));
  for (const query of bound) draft.remove(preparedQueries, query);
  tellChecks(draft, tenancy, session, { Status: 'critical', Output: isInvalid(session) });
}

const inForce = ({ ID }: Session): string => `Session '${ID}' in force`;
const isInvalid = ({ ID }: Session): string => `Session '${ID}' is invalid`;

/** Checks of the type 'session' on its node show whether there is a session of the name that they watch. */
function tellChecks(
  draft: Draft,
  tenancy: Tenancy,
  { Node, Name }: Session,
  shown: Pick<HealthCheck, 'Status' | 'Output'>,
): void {
  for (const { value } of draft.by(checks, 'node', rowKey(tenancy, Node))) {
    const { Type, Definition, Status } = value.check;
    if (Type !== SESSION_CHECK || (Definition['SessionName'] ?? '') !== Name) continue;
    const check = { ...value.check, ...shown };
    draft.put(checks, { tenancy, check });
    const isLost = shown.Status === 'critical' && Status !== 'critical';
    if (isLost) endSessionsOfCheck(draft, tenancy, check);
  }
}

/** Ends the sessions of a node that goes. */
export function endSessionsOfNode(draft: Draft, tenancy: Tenancy, node: string): void {
  for (const row of draft.by(sessions, 'node', sessionsOfNode(tenancy, node))) {
    endSession(draft, row);
  }
}

/** Removes a check, and with it the sessions that depend on it. */
export function removeCheck(draft: Draft, row: Row<CheckRow>): void {
  draft.remove(checks, row);
  endSessionsOfCheck(draft, row.value.tenancy, row.value.check);
}

/** Ends the sessions that depend on a check that is gone or has become critical. */
export function endSessionsOfCheck(draft: Draft, tenancy: Tenancy, check: HealthCheck): void {
  const bucket = sessionsOfCheck(tenancy, check.Node, check.CheckID);
  for (const row of draft.by(sessions, 'check', bucket)) endSession(draft, row);
}
