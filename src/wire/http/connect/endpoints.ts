// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { caConfigurationGetEndpoint } from './ca-configuration-get.ts';
import { caConfigurationPutEndpoint } from './ca-configuration-put.ts';
import { caRootsEndpoint } from './ca-roots.ts';
import { intentionEndpoints } from './intentions/endpoints.ts';

/** /v1/connect: the mesh. */
export const connectEndpoints: readonly Endpoint[] = [
  caConfigurationGetEndpoint,
  caConfigurationPutEndpoint,
  caRootsEndpoint,
  ...intentionEndpoints,
];
