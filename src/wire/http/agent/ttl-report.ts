// SPDX-License-Identifier: Apache-2.0
import type { CheckResult } from '../../../model/agent/check-running.ts';
import type { HttpContext } from '../context.ts';
import { defineEndpoint, type Endpoint, type HttpReply, type HttpRequest } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';

/** PUT /v1/agent/check/<verb>/:id?note=…: says that a TTL check has this status. */
export function ttlEndpoint(
  verb: 'pass' | 'warn' | 'fail',
  status: CheckResult['status'],
): Endpoint {
  return defineEndpoint({
    method: 'PUT',
    path: `/v1/agent/check/${verb}/:id`,
    permission: { resource: 'service', access: 'write', of: 'id' },
    handle: (request, context) => {
      return reportCheck(request, context, { status, output: request.query.get('note') ?? '' });
    },
  });
}

export async function reportCheck(
  request: HttpRequest,
  context: HttpContext,
  result: CheckResult,
): Promise<HttpReply> {
  checkTenancy(request);
  await context.localAgent.report(request.params['id'] ?? '', result);
  return {};
}
