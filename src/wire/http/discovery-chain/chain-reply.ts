// SPDX-License-Identifier: Apache-2.0
import type { ChainOverrides } from '../../../model/chain/request.ts';
import { Refusal } from '../../../model/refusal.ts';
import { compiledChain } from '../../../views/chain/compiled.ts';
import { readBlocking } from '../blocking.ts';
import { cacheHeaders } from '../catalog/cached.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import {
  checkDatacenter,
  checkTenancy,
  type ReadOptions,
  readOptionsAnywhere,
} from '../read-options.ts';

/** What both methods check before anything else. */
export function chainOptions(request: HttpRequest, context: HttpContext): ReadOptions {
  const options = readOptionsAnywhere(request, context);
  if ((request.params['service'] ?? '') === '') {
    throw new Refusal('invalid-argument', 'Missing chain name');
  }
  checkTenancy(request);
  return options;
}

/** The chain of the service in the path, as it is or once it has changed. */
export async function chainReply(
  request: HttpRequest,
  context: HttpContext,
  options: ReadOptions,
  overrides: ChainOverrides,
): Promise<HttpReply> {
  checkDatacenter(request, context);
  const { service = '' } = request.params;
  const datacenter = request.query.get('compile-dc') || context.agent.datacenter;
  const key = { service, datacenter, overrides };
  const { value, revision } = await readBlocking(request, context, compiledChain, key, options);
  if ('problem' in value) {
    throw new Refusal('rpc-error', `failed to compile discovery chain: ${value.problem}`);
  }
  const { consistency } = options;
  const headers = cacheHeaders(request, context, `chain ${compiledChain.key(key)}`);
  return { json: value, index: revision, consistency, headers };
}
