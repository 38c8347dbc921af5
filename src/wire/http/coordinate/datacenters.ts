// SPDX-License-Identifier: Apache-2.0
import { ORIGIN } from '../../../model/coordinate.ts';
import { defineEndpoint } from '../endpoint.ts';

/** GET /v1/coordinate/datacenters: this cluster's server, the only one that there is to measure from. */
export const datacentersEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/coordinate/datacenters',
  permission: { resource: 'none' },
  handle: (_request, { agent }) => ({
    json: [
      {
        Datacenter: agent.datacenter,
        AreaID: 'wan',
        Coordinates: [{ Node: agent.nodeName, Segment: '', Coord: ORIGIN }],
      },
    ],
  }),
});
