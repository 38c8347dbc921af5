// SPDX-License-Identifier: Apache-2.0
import { isCheckStatus } from '../../../model/agent/check-type.ts';
import type { CheckResult } from '../../../model/agent/check-running.ts';
import { Refusal } from '../../../model/refusal.ts';
import { object, string } from '../../../model/shape/shape.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { reportCheck } from './ttl-report.ts';

const updateShape = object('agent/checkUpdate', { Status: string, Output: string });

/** PUT /v1/agent/check/update/:id: says what status and output a TTL check has. */
export const checkUpdateEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/check/update/:id',
  permission: { resource: 'service', access: 'write', of: 'id' },
  handle: async (request, context) => {
    const body = await readShape(request, updateShape);
    const { Status = '', Output = '' } = body;
    if (!isCheckStatus(Status)) {
      throw new Refusal('invalid-argument', `Invalid check status: '${Status}'`);
    }
    return reportCheck(request, context, {
      status: Status as CheckResult['status'],
      output: Output,
    });
  },
});
