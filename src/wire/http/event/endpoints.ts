// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { fireEndpoint } from './fire.ts';
import { listEndpoint } from './list.ts';

/** /v1/event: what agents tell each other in passing. */
export const eventEndpoints: readonly Endpoint[] = [fireEndpoint, listEndpoint];
