// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { readRoots } from './roots-reply.ts';

/** GET /v1/connect/ca/roots: the roots of this cluster's CA; with ?pem the certificates alone. */
export const caRootsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/ca/roots',
  permission: { resource: 'none' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const isPem = wantsPem(request);
    const { value, revision } = await readRoots(request, context);
    if (!isPem) return { json: value, index: revision };
    return {
      headers: { 'Content-Type': 'application/pem-certificate-chain' },
      text: value.Roots.flatMap((root) => [root.RootCert, ...(root.IntermediateCerts ?? [])]).join(
        '',
      ),
    };
  },
});

function wantsPem({ query }: HttpRequest): boolean {
  const text = query.get('pem') ?? '';
  if (text === '' || /^(?:0|f|F|FALSE|false|False)$/.test(text)) return false;
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  throw new Refusal('invalid-argument', "The 'pem' query parameter must be a boolean value");
}
