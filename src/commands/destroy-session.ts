// SPDX-License-Identifier: Apache-2.0
import { sessionKey } from '../model/session/session.ts';
import { localTenancy } from '../model/tenancy.ts';
import { sessions } from '../state/tables/sessions.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { endSession } from './session-rows.ts';

/** Ends a session by its id; one that is gone already is no problem. */
export const destroySession = defineCommand<string>({
  name: 'destroy-session',
  decide: (read, id) => {
    const draft = new Draft(read);
    const row = draft.get(sessions, sessionKey(localTenancy, id));
    if (row !== undefined) endSession(draft, row);
    return { writes: draft.writes, reply: undefined };
  },
});
