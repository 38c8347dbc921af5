// SPDX-License-Identifier: Apache-2.0
import { updateCoordinate } from '../../../commands/update-coordinate.ts';
import { float, list, object, string } from '../../../model/shape/shape.ts';
import { readShape } from '../json.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenterName, checkTenancy } from '../read-options.ts';

const updateShape = object('CoordinateUpdateRequest', {
  Datacenter: string,
  Node: string,
  Segment: string,
  Coord: object('coordinate/Coordinate', {
    Vec: list(float),
    Error: float,
    Adjustment: float,
    Height: float,
  }),
  Token: string,
});

/** PUT /v1/coordinate/update: says where a node is. */
export const updateEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/coordinate/update',
  permission: { resource: 'node', access: 'write', of: 'Node' },
  handle: async (request, context) => {
    const body = await readShape(request, updateShape);
    checkTenancy(request);
    checkDatacenterName(request.query.get('dc') || body.Datacenter || '', context);
    const { Vec = [], Error = 0, Adjustment = 0, Height = 0 } = body.Coord ?? {};
    await context.issue(updateCoordinate, {
      node: body.Node ?? '',
      segment: body.Segment ?? '',
      coordinate: { Vec, Error, Adjustment, Height },
    });
    return {};
  },
});
