// SPDX-License-Identifier: Apache-2.0
import { any, bool, int, map, object, string } from '../../../model/shape/shape.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { checkDatacenter } from '../read-options.ts';

const requestShape = object(
  '.Alias',
  {
    Provider: string,
    Config: map(any),
    State: map(string),
    ForceWithoutCrossSigning: bool,
    CreateIndex: int,
    ModifyIndex: int,
  },
  {},
  { also: ['force_without_cross_signing'] },
);

/** PUT /v1/connect/ca/configuration: changes how the cluster's CA signs; another kind of key rotates the root. */
export const caConfigurationPutEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/connect/ca/configuration',
  permission: { resource: 'operator', access: 'write' },
  handle: async (request, context) => {
    const body = await readShape(request, requestShape);
    checkDatacenter(request, context);
    await context.configureCa({
      provider: body.Provider ?? '',
      config: body.Config ?? {},
      forceWithoutCrossSigning: body.ForceWithoutCrossSigning ?? false,
    });
    return {};
  },
});
