// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const CHAIN = '/v1/discovery-chain/web';
const FAILED = 'Request decoding failed: ';
const ERRORS = `${FAILED}decoding failed due to the following error(s):\n\n`;

export const discoveryChainBadInput: readonly BadInput[] = [
  ['GET', '/v1/discovery-chain/?dc=ghost', '', 400, 'Missing chain name'],
  ['POST', `${CHAIN}?dc=ghost`, '{', 400, `${FAILED}unexpected EOF`],
  ['POST', `${CHAIN}?dc=ghost`, '{}', 500, 'No path to datacenter'],
  ['GET', '/v1/discovery-chain/', '', 400, 'Missing chain name'],
  ['POST', '/v1/discovery-chain/', '{}', 400, 'Missing chain name'],
  ['POST', CHAIN, '', 400, `${FAILED}EOF`],
  ['POST', CHAIN, '{', 400, `${FAILED}unexpected EOF`],
  [
    'POST',
    CHAIN,
    '[]',
    400,
    `${FAILED}json: cannot unmarshal array into Go value of type map[string]interface {}`,
  ],
  [
    'POST',
    CHAIN,
    '{"OverrideConnectTimeout":"soon"}',
    400,
    `${ERRORS}'OverrideConnectTimeout' time: invalid duration`,
  ],
  [
    'POST',
    CHAIN,
    '{"OverrideMeshGateway":{"Mode":"sideways"}}',
    400,
    'Invalid OverrideMeshGateway.Mode parameter',
  ],
];
