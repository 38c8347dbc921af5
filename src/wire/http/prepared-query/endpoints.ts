// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { createEndpoint } from './create.ts';
import { deleteEndpoint } from './delete.ts';
import { executeEndpoint } from './execute.ts';
import { explainEndpoint } from './explain.ts';
import { getEndpoint } from './get.ts';
import { listEndpoint } from './list.ts';
import { updateEndpoint } from './update.ts';

/** /v1/query: questions about services that are kept under a name. */
export const preparedQueryEndpoints: readonly Endpoint[] = [
  listEndpoint,
  createEndpoint,
  getEndpoint,
  updateEndpoint,
  deleteEndpoint,
  executeEndpoint,
  explainEndpoint,
];
