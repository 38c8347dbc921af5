// SPDX-License-Identifier: Apache-2.0
import { SESSION_CHECK } from '../model/catalog/check.ts';
import { Refusal } from '../model/refusal.ts';
import { checksOf, type Session } from '../model/session/session.ts';
import { localTenancy as tenancy } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { beginSession } from './session-rows.ts';

/** Begins a session. Refusal when its node is not registered, or a check it depends on is missing or critical. */
export const createSession = defineCommand<Session>({
  name: 'create-session',
  decide: (read, session) => {
    if (read.get(nodes, nodeKey(tenancy, session.Node)) === undefined) {
      throw failed('Missing node registration');
    }
    for (const id of checksOf(session)) requireCheck(read, session.Node, id);
    const draft = new Draft(read);
    beginSession(draft, tenancy, session);
    return { writes: draft.writes, reply: undefined };
  },
});

function requireCheck(read: Read, node: string, id: string): void {
  if (id === '') {
    throw failed('failed check lookup: index error: object is missing a value for this index');
  }
  const row = read.get(checks, checkKey(tenancy, node, id));
  if (row === undefined) throw failed(`Missing check '${id}' registration`);
  // A check of sessions waits for just this one.
  const { Status, Type } = row.value.check;
  if (Status === 'critical' && Type !== SESSION_CHECK) {
    throw failed(`Check '${id}' is in critical state`);
  }
}

function failed(why: string): Refusal {
  return new Refusal('rpc-error', `apply failed: ${why}`);
}
