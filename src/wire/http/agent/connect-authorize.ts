// SPDX-License-Identifier: Apache-2.0
import { parseSpiffeId, type ServiceId, type SpiffeId } from '../../../model/ca/spiffe.ts';
import { Refusal } from '../../../model/refusal.ts';
import { object, string } from '../../../model/shape/shape.ts';
import { DEFAULT_NAME } from '../../../model/tenancy.ts';
import { authorization } from '../../../views/intentions/authorization.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { readShape } from '../json.ts';

const bodyShape = object('ConnectAuthorizeRequest', {
  Target: string,
  ClientCertURI: string,
  ClientCertSerial: string,
});

/**
 * POST /v1/agent/connect/authorize: whether the service that a certificate names may connect to one of this node. Which
 * trust domain the certificate is of was for the caller's TLS to see.
 */
export const connectAuthorizeEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/agent/connect/authorize',
  permission: { resource: 'service', access: 'write', of: 'Target' },
  handle: async (request, { views }) => {
    checkTenancy(request);
    const { Target = '', ClientCertURI = '' } = await readShape(request, bodyShape);
    if (Target === '') throw new Refusal('invalid-argument', 'Target service must be specified');
    const { service: source, namespace } = callerOf(ClientCertURI);
    const { value } = views.get(authorization, { source, namespace, destination: Target });
    // The view is kept, and never older than the last change.
    return { json: value, headers: { 'X-Cache': 'HIT', Age: '0' } };
  },
});

function callerOf(uri: string): ServiceId {
  const id = idOf(uri);
  if (id.kind !== 'service') {
    throw new Refusal('invalid-argument', 'ClientCertURI not a valid Service identifier');
  }
  if (id.partition.toLowerCase() === DEFAULT_NAME) return id;
  const text = `Mismatched partitions: ${JSON.stringify(id.partition)} != "${DEFAULT_NAME}"`;
  throw new Refusal('invalid-argument', text);
}

function idOf(uri: string): SpiffeId {
  try {
    return parseSpiffeId(uri);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('invalid-argument', 'ClientCertURI not a valid Connect identifier');
  }
}
