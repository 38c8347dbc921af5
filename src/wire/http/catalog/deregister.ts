// SPDX-License-Identifier: Apache-2.0
import { deregisterCatalog } from '../../../commands/deregister-catalog.ts';
import { Refusal } from '../../../model/refusal.ts';
import { embedded, named, object, string } from '../../../model/shape/shape.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readTenantless } from '../json.ts';
import { checkDatacenterName, checkTenancy } from '../read-options.ts';

const deregisterRequestShape = named(
  object(
    '.Alias',
    {
      Datacenter: string,
      Node: string,
      // What it holds counts for nothing.
      Address: string,
      ServiceID: string,
      CheckID: named(string, 'types.CheckID'),
      PeerName: string,
      Token: embedded(string, 'WriteRequest'),
    },
    {},
    { besideAlias: ['Address'] },
  ),
  'struct { Address string; *structs.Alias }',
);

/** PUT /v1/catalog/deregister: removes a service, a check, or a node with all that is on it. */
export const deregisterEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/catalog/deregister',
  permission: { resource: 'node', access: 'write', of: 'Node' },
  handle: async (request, context) => {
    checkTenancy(request);
    const body = await readTenantless(request, deregisterRequestShape);
    checkDatacenterName(body.Datacenter ?? '', context);
    const { Node: node = '', ServiceID: serviceId = '', CheckID: checkId = '' } = body;
    if (node === '') throw new Refusal('rpc-error', 'Must provide node');
    await context.issue(deregisterCatalog, { node, serviceId, checkId });
    return { json: true };
  },
});
