// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { intentionCheck } from '../../../../views/intentions/check.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../../read-options.ts';
import { endsOf } from './ends.ts';

/** GET /v1/connect/intentions/check: whether ?source may connect to ?destination. */
export const checkEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/check',
  permission: { resource: 'service', access: 'read', of: 'destination' },
  handle: (request, context) => {
    checkTenancy(request);
    const { source, destination } = endsOf(request);
    const type = request.query.get('source-type') ?? '';
    if (type !== '' && type !== 'consul') {
      throw new Refusal('rpc-error', `unsupported SourceType: ${JSON.stringify(type)}`);
    }
    checkDatacenter(request, context);
    const key = { source: source.name, destination };
    return { json: { Allowed: context.views.get(intentionCheck, key).value.isAllowed } };
  },
});
