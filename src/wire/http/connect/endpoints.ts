// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { caRootsEndpoint } from './ca-roots.ts';
import { intentionEndpoints } from './intentions/endpoints.ts';

/** /v1/connect: the mesh. */
export const connectEndpoints: readonly Endpoint[] = [caRootsEndpoint, ...intentionEndpoints];
