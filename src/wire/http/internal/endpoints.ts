// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { proxiesEndpoint } from './proxies.ts';

/** /v1/internal: what operators need to see and Consul has no endpoint for. */
export const internalEndpoints: readonly Endpoint[] = [proxiesEndpoint];
