// SPDX-License-Identifier: Apache-2.0
// The visible list of endpoints, noun by noun. An endpoint that isn't reachable from here doesn't exist.
import { catalogEndpoints } from './catalog/endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { healthEndpoints } from './health/endpoints.ts';

export const endpoints: readonly Endpoint[] = [...catalogEndpoints, ...healthEndpoints];
