// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../../endpoint.ts';
import { checkEndpoint } from './check.ts';
import { createEndpoint } from './create.ts';
import { deleteEndpoint } from './delete.ts';
import { exactDeleteEndpoint } from './exact-delete.ts';
import { exactGetEndpoint } from './exact-get.ts';
import { exactPutEndpoint } from './exact-put.ts';
import { getEndpoint } from './get.ts';
import { listEndpoint } from './list.ts';
import { matchEndpoint } from './match.ts';
import { updateEndpoint } from './update.ts';

/** /v1/connect/intentions: who may call whom, one by one; all of it is also in entries of kind service-intentions. */
export const intentionEndpoints: readonly Endpoint[] = [
  listEndpoint,
  createEndpoint,
  matchEndpoint,
  checkEndpoint,
  exactGetEndpoint,
  exactPutEndpoint,
  exactDeleteEndpoint,
  getEndpoint,
  updateEndpoint,
  deleteEndpoint,
];
