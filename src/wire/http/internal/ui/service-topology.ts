// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { apiGatewayServices } from '../../../../views/ui/api-gateway-services.ts';
import { serviceTopology, type TopologyKind } from '../../../../views/ui/topology.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint, type HttpRequest } from '../../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../../read-options.ts';

const KINDS: readonly string[] = ['', 'ingress-gateway', 'api-gateway'];

/** GET /v1/internal/ui/service-topology/:service?kind=…: who calls a service, and whom it calls. */
export const serviceTopologyEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/service-topology/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    const { service = '' } = request.params;
    if (service === '') throw new Refusal('invalid-argument', 'Missing service name');
    const kind = kindOf(request);
    const isUnknown =
      kind === 'api-gateway' && context.views.get(apiGatewayServices, service).value === undefined;
    if (isUnknown) throw new Refusal('rpc-error', 'not an APIGateway');
    const { datacenter } = context.agent;
    return replyBlocking(request, context, serviceTopology, { service, kind, datacenter });
  },
});

function kindOf({ query }: HttpRequest): TopologyKind {
  const kind = query.get('kind');
  if (kind === null) throw new Refusal('invalid-argument', 'Missing service kind');
  if (KINDS.includes(kind)) return kind as TopologyKind;
  throw new Refusal('invalid-argument', `Unsupported service kind ${JSON.stringify(kind)}`);
}
