// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { assignVirtualIps } from '../../../commands/assign-virtual-ips.ts';
import { Refusal } from '../../../model/refusal.ts';
import { embedded, list, map, object, string } from '../../../model/shape/shape.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readTenantless } from '../json.ts';
import { checkDatacenterName, checkTenancy } from '../read-options.ts';

const MAX_ADDRESSES = 8;

const OF_DATACENTER = 'DCSpecificRequest';

const requestShape = object('AssignServiceManualVIPsRequest', {
  Service: string,
  ManualVIPs: list(string),
  Datacenter: embedded(string, OF_DATACENTER),
  NodeMetaFilters: embedded(map(string), OF_DATACENTER),
  PeerName: embedded(string, OF_DATACENTER),
  Token: embedded(string, `${OF_DATACENTER}.QueryOptions`),
});

/** PUT /v1/internal/service-virtual-ip: the addresses that people know a service by, beside its virtual one. */
export const serviceVirtualIpEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/internal/service-virtual-ip',
  permission: { resource: 'mesh', access: 'write' },
  handle: async (request, context) => {
    checkTenancy(request);
    const body = await readTenantless(request, requestShape);
    const { Service: service = '', ManualVIPs = [] } = body;
    checkDatacenterName(body.Datacenter ?? '', context);
    if (ManualVIPs.length > MAX_ADDRESSES) {
      throw new Refusal(
        'rpc-error',
        `cannot associate more than ${MAX_ADDRESSES} manual virtual IPs with the same service`,
      );
    }
    // What Consul shows here is what it read, not what was written.
    if (ManualVIPs.some((address) => isIP(address) === 0)) {
      throw new Refusal('rpc-error', '"<nil>" is not a valid ip address');
    }
    const addresses = [...new Set(ManualVIPs)].sort();
    const { isFound, takenFrom } = await context.issue(assignVirtualIps, { service, addresses });
    const from = takenFrom.map((one) => ({ ServiceName: { Name: one.service }, Peer: one.peer }));
    return { json: { Found: isFound, UnassignedFrom: from.length === 0 ? null : from } };
  },
});
