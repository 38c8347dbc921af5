// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { deleteEndpoint } from './delete.ts';
import { getEndpoint } from './get.ts';
import { listEndpoint } from './list.ts';
import { putEndpoint } from './put.ts';

/** /v1/config: config entries. */
export const configEndpoints: readonly Endpoint[] = [
  putEndpoint,
  listEndpoint,
  getEndpoint,
  deleteEndpoint,
];
