// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { leaderEndpoint } from './leader.ts';
import { peersEndpoint } from './peers.ts';

/** /v1/status: who leads. */
export const statusEndpoints: readonly Endpoint[] = [leaderEndpoint, peersEndpoint];
