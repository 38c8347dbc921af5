// SPDX-License-Identifier: Apache-2.0
import { refuseNamespaceOf } from '../../../../model/intention/intention-name.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { intentionCheck } from '../../../../views/intentions/check.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';
import { realEndsOf } from './ends.ts';

/** GET /v1/connect/intentions/check: whether ?source may connect to ?destination. */
export const checkEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/check',
  permission: { resource: 'service', access: 'read', of: 'destination' },
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    const { source, destination } = realEndsOf(request);
    const type = request.query.get('source-type') ?? 'consul';
    checkDatacenter(request, context);
    if (type === 'consul') refuseNamespaceOf(source, 'Invalid source namespace');
    refuseNamespaceOf(destination, 'Invalid destination namespace');
    if (type !== 'consul') {
      throw new Refusal('rpc-error', `unsupported SourceType: ${JSON.stringify(type)}`);
    }
    const key = { source: source.name, peer: source.peer, destination: destination.name };
    return { json: { Allowed: context.views.get(intentionCheck, key).value.isAllowed } };
  },
});
