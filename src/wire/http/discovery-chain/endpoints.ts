// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { getEndpoint } from './get.ts';
import { postEndpoint } from './post.ts';

/** /v1/discovery-chain: where calls end. */
export const discoveryChainEndpoints: readonly Endpoint[] = [getEndpoint, postEndpoint];
