// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { caConfiguration } from '../../../views/ca/configuration.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/connect/ca/configuration: how the cluster's CA signs. No key is ever shown. */
export const caConfigurationGetEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/ca/configuration',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, context) => {
    readOptions(request, context);
    const { value } = context.views.get(caConfiguration, null);
    if (value === undefined) throw new Refusal('unavailable', 'CA has not finished initializing');
    return { json: value };
  },
});
