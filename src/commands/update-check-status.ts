// SPDX-License-Identifier: Apache-2.0
import type { CheckStatus } from '../model/catalog/check.ts';
import { localTenancy } from '../model/tenancy.ts';
import { agentChecks } from '../state/tables/agent-checks.ts';
import { agentCheckRow } from './agent-rows.ts';
import { placeCheck } from './check-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface UpdateCheckStatus {
  readonly node: string;
  readonly checkId: string;
  readonly status: Exclude<CheckStatus, 'maintenance'>;
  readonly output: string;
  /** TTL checks: when it was heard of, in ms since the epoch. */
  readonly heardMs?: number;
}

/** Puts what running a check found out into the catalog. */
export const updateCheckStatus = defineCommand<UpdateCheckStatus>({
  name: 'update-check-status',
  decide: (read, { node, checkId, status, output, heardMs }) => {
    const draft = new Draft(read);
    const row = agentCheckRow(draft, node, checkId).value;
    const found = { Status: status, Output: output, Definition: {} };
    placeCheck(draft, localTenancy, node, { ...row.check, ...found });
    if (heardMs !== undefined && heardMs !== row.heardMs) {
      draft.put(agentChecks, { ...row, heardMs });
    }
    return { writes: draft.writes, reply: undefined };
  },
});
