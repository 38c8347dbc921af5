// SPDX-License-Identifier: Apache-2.0
import { checksOf, sessionKey, type SessionRow } from '../../model/session/session.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

export const sessionsOfNode = (tenancy: Tenancy, node: string): string => rowKey(tenancy, node);

/** Bucket of `check`: the sessions that depend on a check of a node. */
export const sessionsOfCheck = (tenancy: Tenancy, node: string, checkId: string): string =>
  rowKey(tenancy, node, checkId);

export const sessions = defineTable<SessionRow>()({
  name: 'sessions',
  key: ({ tenancy, session }) => sessionKey(tenancy, session.ID),
  indexes: {
    node: ({ tenancy, session }) => [sessionsOfNode(tenancy, session.Node)],
    check: ({ tenancy, session }) => {
      return checksOf(session).map((id) => sessionsOfCheck(tenancy, session.Node, id));
    },
  },
});
