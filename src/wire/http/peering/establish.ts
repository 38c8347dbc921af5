// SPDX-License-Identifier: Apache-2.0
import { establishPeering } from '../../../commands/establish-peering.ts';
import { peeringServerName } from '../../../model/ca/sni.ts';
import { checkEstablishable, checkOtherCluster } from '../../../model/peering/establish.ts';
import { checkPeerName } from '../../../model/peering/name.ts';
import {
  checkPeeringMeta,
  checkRequestPartition,
  type EstablishRequest,
  establishRequestShape,
} from '../../../model/peering/request.ts';
import { checkPeeringToken } from '../../../model/peering/token-rules.ts';
import { decodePeeringToken, type PeeringToken } from '../../../model/peering/token.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { Secret } from '../../../model/secret.ts';
import { peeringByName } from '../../../views/peering/by-name.ts';
import { ownBundle } from '../../../views/peering/own-bundle.ts';
import type { HttpContext } from '../context.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { checkTenancy } from '../read-options.ts';
import { requirePeering } from './enabled.ts';
import { BODY_FAILED } from './body.ts';

/**
 * POST /v1/peering/establish: uses the token of another cluster to become the dialer of a peering with it. Whatever
 * can be refused is refused before the other cluster is called, and nothing is stored until it has agreed.
 */
export const establishEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/peering/establish',
  permission: { resource: 'peering', access: 'write' },
  handle: async (request, context) => {
    const body = await readShape(request, establishRequestShape, BODY_FAILED);
    const { PeerName: name = '', Meta } = body;
    checkPresence(body);
    checkTenancy(request, false);
    const exchangeSecret = requirePeering(context);
    checkRequestPartition(body);
    checkPeerName(name);
    const token = decodePeeringToken(body.PeeringToken ?? '');
    checkPeeringToken(token);
    checkPeeringMeta(Meta);
    checkFeasible(context, name, token);
    const keep = (secret: Secret) =>
      context.issue(establishPeering, {
        name,
        meta: Meta ?? null,
        newId: context.newId(),
        token,
        streamSecret: secret.reveal(),
      });
    await exchangeSecret(token, keep, request.signal);
    return { json: {} };
  },
});

function checkPresence({ PeerName = '', PeeringToken: token = '' }: EstablishRequest): void {
  const missing = PeerName === '' ? 'PeerName' : token === '' ? 'PeeringToken' : undefined;
  if (missing === undefined) return;
  throw new Refusal(
    'invalid-argument',
    `${missing} is required in the payload when establishing a peering.`,
  );
}

function checkFeasible({ views, agent }: HttpContext, name: string, token: PeeringToken): void {
  const bundle = views.get(ownBundle, null).value;
  if (bundle === undefined) {
    throw new Refusal(
      'rpc-error',
      'failed to fetch TLS materials: CA has not finished initializing',
    );
  }
  checkOtherCluster(token, peeringServerName(agent.datacenter, bundle.TrustDomain));
  checkEstablishable(views.get(peeringByName, name).value);
}
