// SPDX-License-Identifier: Apache-2.0
import { noKeyring } from '../../../model/operator/keyring.ts';
import { Refusal } from '../../../model/refusal.ts';
import { bool, object, string, uint8 } from '../../../model/shape/shape.ts';
import { defineEndpoint, type Endpoint, type HttpMethod } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { keyringOptions } from './keyring-options.ts';

const keyringShape = object('agent/keyringArgs', {
  Key: string,
  Token: string,
  RelayFactor: uint8,
  LocalOnly: bool,
});

/** POST, PUT and DELETE /v1/operator/keyring: servers do not gossip here, so that no key can come or go. */
export const keyringChangeEndpoints = (['POST', 'PUT', 'DELETE'] as const).map(changeEndpoint);

function changeEndpoint(method: HttpMethod): Endpoint {
  return defineEndpoint({
    method,
    path: '/v1/operator/keyring',
    permission: { resource: 'operator', access: 'write' },
    handle: async (request, { agent }) => {
      const { Key = '' } = await readShape(request, keyringShape);
      keyringOptions(request);
      throw new Refusal('rpc-error', noKeyring(Key, agent));
    },
  });
}
