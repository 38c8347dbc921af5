// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

export const healthBadInput: readonly BadInput[] = [
  ['GET', '/v1/health/service/dock?index=abc', '', 400, 'Invalid index'],
  ['GET', '/v1/health/service/dock?wait=soon&index=1', '', 400, 'Invalid wait time'],
  ['GET', '/v1/health/service/dock?passing=maybe', '', 400, 'Invalid value for ?passing'],
  ['GET', '/v1/health/service/', '', 400, 'Missing service name'],
  ['GET', '/v1/health/node/', '', 400, 'Missing node name'],
  ['GET', '/v1/health/checks/', '', 400, 'Missing service name'],
  ['GET', '/v1/health/connect/', '', 400, 'Missing service name'],
  ['GET', '/v1/health/state/', '', 400, 'Missing check state'],
  ['GET', '/v1/health/ingress/', '', 400, 'Missing service name'],
  ['GET', '/v1/health/ingress/dock?passing=maybe', '', 400, 'Invalid value for ?passing'],
  [
    'GET',
    '/v1/health/connect/dock?peer=west&sg=group',
    '',
    400,
    'peer-name and sameness-group are mutually exclusive',
  ],
  [
    'GET',
    '/v1/health/service/dock?sameness-group=group',
    '',
    500,
    'sameness groups are not supported in consul CE',
  ],
];
