// SPDX-License-Identifier: Apache-2.0
import { NO_OVERRIDES } from '../../../model/chain/request.ts';
import { defineEndpoint } from '../endpoint.ts';
import { chainOptions, chainReply } from './chain-reply.ts';

/** GET /v1/discovery-chain/:service: what calls to a service go through and end at; ?compile-dc says from where. */
export const getEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/discovery-chain/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  showsIndexOnFailure: true,
  handle: (request, context) =>
    chainReply(request, context, chainOptions(request, context), NO_OVERRIDES),
});
