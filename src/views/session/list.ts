// SPDX-License-Identifier: Apache-2.0
import type { Session, SessionRow } from '../../model/session/session.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { sessionKey } from '../../model/session/session.ts';
import type { Row } from '../../state/table.ts';
import { sessions, sessionsOfNode } from '../../state/tables/sessions.ts';
import { defineView } from '../engine/view.ts';
import { type Indexed, indexed } from '../health/instances.ts';

export type ShownSession = Session & Indexed;

/** A session by its id, as a list of one, or of none. */
export const sessionById = defineView<string, readonly ShownSession[]>({
  name: 'session/by-id',
  key: (id) => id,
  compute: (read, id) => {
    const row = read.get(sessions, sessionKey(localTenancy, id));
    return row === undefined ? [] : [shown(row)];
  },
});

/** All sessions, or those of a node. */
export const sessionList = defineView<{ readonly node?: string }, readonly ShownSession[]>({
  name: 'session/list',
  key: ({ node }) => (node === undefined ? '' : `/${node.toLowerCase()}`),
  compute: (read, { node }) => {
    const rows =
      node === undefined
        ? read.all(sessions)
        : read.by(sessions, 'node', sessionsOfNode(localTenancy, node));
    return rows.map(shown);
  },
});

function shown(row: Row<SessionRow>): ShownSession {
  return { ...row.value.session, ...indexed(row) };
}
