// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { deleteEndpoint } from './delete.ts';
import { establishEndpoint } from './establish.ts';
import { exportedServicesEndpoint } from './exported-services.ts';
import { listEndpoint } from './list.ts';
import { readEndpoint } from './read.ts';
import { tokenEndpoint } from './token.ts';

/** /v1/peering, /v1/peerings and /v1/exported-services: clusters that trust each other, and with what. */
export const peeringEndpoints: readonly Endpoint[] = [
  tokenEndpoint,
  establishEndpoint,
  readEndpoint,
  deleteEndpoint,
  listEndpoint,
  exportedServicesEndpoint,
];
