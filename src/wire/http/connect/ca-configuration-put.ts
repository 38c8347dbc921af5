// SPDX-License-Identifier: Apache-2.0
import { structurallyEqual } from '../../../model/equal.ts';
import { Refusal } from '../../../model/refusal.ts';
import { any, bool, map, object, raftIndexes, string } from '../../../model/shape/shape.ts';
import { caConfiguration } from '../../../views/ca/configuration.ts';
import type { HttpContext } from '../context.ts';
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
    ...raftIndexes,
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
    refuseOtherState(body.State ?? {}, context);
    await context.configureCa({
      provider: body.Provider ?? '',
      config: body.Config ?? null,
      forceWithoutCrossSigning: body.ForceWithoutCrossSigning ?? false,
      ...(body.ModifyIndex ? { modifyIndex: body.ModifyIndex } : {}),
    });
    return {};
  },
});

function refuseOtherState(written: Readonly<Record<string, string>>, { views }: HttpContext): void {
  const present = views.get(caConfiguration, null).value?.State ?? null;
  if (Object.keys(written).length === 0 || structurallyEqual(written, present)) return;
  throw new Refusal(
    'invalid-argument',
    'Provider State is read-only. It must be omitted or identical to the current value',
  );
}
