// SPDX-License-Identifier: Apache-2.0
import { noKeys } from '../../../model/operator/keyring.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { keyringOptions } from './keyring-options.ts';

/** GET /v1/operator/keyring: servers do not gossip here, so that there are no keys to list. */
export const keyringListEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/keyring',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, { agent }) => {
    throw new Refusal('rpc-error', noKeys({ ...agent, ...keyringOptions(request) }));
  },
});
