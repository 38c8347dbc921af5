// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { txnEndpoint } from './txn.ts';

/** /v1/txn: several changes as one. */
export const txnEndpoints: readonly Endpoint[] = [txnEndpoint];
