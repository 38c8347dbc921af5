// SPDX-License-Identifier: Apache-2.0
import { generatePeeringToken } from '../../../commands/generate-peering-token.ts';
import { peeringServerName } from '../../../model/ca/sni.ts';
import { checkPeerName } from '../../../model/peering/name.ts';
import {
  checkPeeringMeta,
  checkRequestPartition,
  tokenRequestShape,
} from '../../../model/peering/request.ts';
import { encodePeeringToken } from '../../../model/peering/token.ts';
import { Refusal } from '../../../model/refusal.ts';
import { ownBundle } from '../../../views/peering/own-bundle.ts';
import { serverAddresses } from '../../../views/peering/server-addresses.ts';
import { peersThroughGateways } from '../../../views/peering/through-gateways.ts';
import type { HttpContext } from '../context.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { checkTenancy } from '../read-options.ts';
import { requirePeering } from './enabled.ts';
import { BODY_FAILED } from './body.ts';

/** POST /v1/peering/token: makes this cluster the acceptor of a peering; the token is for the other one. */
export const tokenEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/peering/token',
  permission: { resource: 'peering', access: 'write' },
  handle: async (request, context) => {
    const body = await readShape(request, tokenRequestShape, BODY_FAILED);
    const { PeerName: name = '', Meta, ServerExternalAddresses: external = [] } = body;
    if (name === '') {
      throw new Refusal(
        'invalid-argument',
        'PeerName is required in the payload when generating a new peering token.',
      );
    }
    checkTenancy(request, false);
    requirePeering(context);
    checkRequestPartition(body);
    checkPeerName(name);
    checkPeeringMeta(Meta);
    // All that can be missing is looked up before anything is stored.
    const contents = tokenContents(context);
    const establishmentSecret = context.newId();
    const { peeringId } = await context.issue(generatePeeringToken, {
      name,
      meta: Meta ?? null,
      newId: context.newId(),
      establishmentSecret,
    });
    const PeeringToken = encodePeeringToken({
      ...contents,
      ManualServerAddresses: external.length > 0 ? external : null,
      PeerID: peeringId,
      EstablishmentSecret: establishmentSecret,
    });
    return { json: { PeeringToken } };
  },
});

const NO_PORT = 'a grpc bind port must be specified in the configuration for all servers';
const NO_GATEWAY =
  'servers are configured to PeerThroughMeshGateways, but no mesh gateway instances are registered';

function tokenContents({ views, agent }: HttpContext) {
  const bundle = views.get(ownBundle, null).value;
  if (bundle === undefined) throw new Refusal('rpc-error', 'CA has not finished initializing');
  const addresses = views.get(serverAddresses, null).value;
  if (addresses.length === 0) {
    const isThroughGateways = views.get(peersThroughGateways, null).value;
    throw new Refusal('rpc-error', isThroughGateways ? NO_GATEWAY : NO_PORT);
  }
  return {
    CA: bundle.RootPEMs,
    ServerAddresses: addresses,
    ServerName: peeringServerName(agent.datacenter, bundle.TrustDomain),
    Remote: { Partition: '', Datacenter: agent.datacenter, Locality: null },
  };
}
