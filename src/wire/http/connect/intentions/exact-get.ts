// SPDX-License-Identifier: Apache-2.0
import { refuseNamespaceOf } from '../../../../model/intention/intention-name.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { multipleErrors } from '../../../../model/shape/problems.ts';
import { exactIntention } from '../../../../views/intentions/match.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';
import { endsOf, NOT_FOUND } from './ends.ts';

/** GET /v1/connect/intentions/exact: one intention by its two ends. */
export const exactGetEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/exact',
  permission: { resource: 'intention', access: 'read', of: 'destination' },
  handle: (request, context) => {
    checkTenancy(request);
    readOptionsAnywhere(request, context);
    const { source, destination } = endsOf(request);
    checkDatacenter(request, context);
    refuseNamespaceOf(source, 'Invalid SourceNS');
    refuseNamespaceOf(destination, 'Invalid DestinationNS');
    refuseNameless(source.name, destination.name);
    const key = { source: source.name, peer: source.peer, destination: destination.name };
    const { value } = context.views.get(exactIntention, key);
    return value === undefined ? NOT_FOUND : { json: value };
  },
});

function refuseNameless(source: string, destination: string): void {
  const ends = { SourceName: source, DestinationName: destination };
  const missing = Object.entries(ends).filter(([, name]) => name === '');
  if (missing.length === 0) return;
  throw new Refusal('rpc-error', multipleErrors(missing.map(([end]) => `${end} is missing`)));
}
