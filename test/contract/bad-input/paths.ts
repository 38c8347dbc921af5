// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

export const pathsBadInput: readonly BadInput[] = [
  ['GET', '/v1/wibble', '', 404, 'Invalid URL path: not a recognized HTTP API endpoint\n'],
  [
    'GET',
    '/wibble',
    '',
    404,
    "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n",
  ],
  ['GET', '/v1/catalog/node/%zz', '', 400, '400 Bad Request'],
];
