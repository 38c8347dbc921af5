// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { createEndpoint } from './create.ts';
import { destroyEndpoint } from './destroy.ts';
import { infoEndpoint } from './info.ts';
import { listEndpoint } from './list.ts';
import { nodeEndpoint } from './node.ts';
import { renewEndpoint } from './renew.ts';

/** /v1/session: what locks are held by. */
export const sessionEndpoints: readonly Endpoint[] = [
  createEndpoint,
  destroyEndpoint,
  infoEndpoint,
  listEndpoint,
  nodeEndpoint,
  renewEndpoint,
];
