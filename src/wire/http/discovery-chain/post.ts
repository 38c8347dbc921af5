// SPDX-License-Identifier: Apache-2.0
import type { GatewayMode } from '../../../model/catalog/service.ts';
import type { ChainOverrides } from '../../../model/chain/request.ts';
import { Refusal } from '../../../model/refusal.ts';
import { CONFIG_ENTRY, decode } from '../../../model/shape/decode.ts';
import { nanoseconds, object, string } from '../../../model/shape/shape.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { readJson } from '../json.ts';
import { chainOptions, chainReply } from './chain-reply.ts';

const FAILED = 'Request decoding failed: ';
const GATEWAY_MODES: readonly string[] = ['', 'none', 'local', 'remote'];

const overridesShape = object('discoveryChainReadRequest', {
  OverrideMeshGateway: object('MeshGatewayConfig', { Mode: string }),
  OverrideProtocol: string,
  OverrideConnectTimeout: nanoseconds,
});

/** POST /v1/discovery-chain/:service: the chain as it is for a caller who wants some things otherwise. */
export const postEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/discovery-chain/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const options = chainOptions(request, context);
    return chainReply(request, context, options, await readOverrides(request));
  },
});

async function readOverrides(request: HttpRequest): Promise<ChainOverrides> {
  const raw = await readJson(request, FAILED);
  if (raw !== null && (typeof raw !== 'object' || Array.isArray(raw))) {
    const kind = Array.isArray(raw) ? 'array' : typeof raw === 'boolean' ? 'bool' : typeof raw;
    throw new Refusal(
      'invalid-argument',
      `${FAILED}json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
    );
  }
  const { value = {}, problems } = decode(overridesShape, raw, CONFIG_ENTRY);
  // Unknown keys are passed over, as Consul does.
  const wrong = problems.filter(({ kind }) => kind === 'wrong-type');
  if (wrong.length > 0) {
    const lines = wrong.map(({ message }) => message).join('\n');
    throw new Refusal(
      'invalid-argument',
      `${FAILED}decoding failed due to the following error(s):\n\n${lines}`,
    );
  }
  const gatewayMode = value.OverrideMeshGateway?.Mode ?? '';
  if (!GATEWAY_MODES.includes(gatewayMode)) {
    throw new Refusal('invalid-argument', 'Invalid OverrideMeshGateway.Mode parameter');
  }
  return {
    protocol: value.OverrideProtocol ?? '',
    connectTimeoutMs: (value.OverrideConnectTimeout ?? 0) / 1e6,
    gatewayMode: gatewayMode as GatewayMode,
  };
}
