// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { deleteEndpoint } from './delete.ts';
import { getEndpoint } from './get.ts';
import { putEndpoint } from './put.ts';

/** /v1/kv: keys and their values. */
export const kvEndpoints: readonly Endpoint[] = [getEndpoint, putEndpoint, deleteEndpoint];
