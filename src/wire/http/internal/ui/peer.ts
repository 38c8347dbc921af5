// SPDX-License-Identifier: Apache-2.0
import type { HttpRequest } from '../../endpoint.ts';

/** ?peer as peerings are known by; '' for none. */
export const peerOf = ({ query }: HttpRequest): string => (query.get('peer') ?? '').toLowerCase();
