// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

export const catalogBadInput: readonly BadInput[] = [
  ['PUT', '/v1/catalog/register', '{"Node":', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', '/v1/catalog/register', '{}', 500, 'Must provide node'],
  [
    'PUT',
    '/v1/catalog/register',
    '{"Node":"n","Address":"1.1.1.1","Wibble":1,"Service":{"Service":""}}',
    400,
    'Request decode failed: json: unknown field "Wibble"',
  ],
  [
    'PUT',
    '/v1/catalog/register',
    '{"ID":"short","Node":"n","Address":"1.1.1.1"}',
    500,
    'Bad node ID: uuid string is wrong length',
  ],
  [
    'PUT',
    '/v1/catalog/register',
    '"text"',
    400,
    'Request decode failed: json: cannot unmarshal string into Go value of type structs.RegisterRequest',
  ],
  ['PUT', '/v1/catalog/deregister', '{}', 500, 'Must provide node'],
  ['PUT', '/v1/catalog/deregister', '{"Node"', 400, 'Request decode failed: unexpected EOF'],
  ['GET', '/v1/catalog/nodes?dc=ghost', '', 500, 'No path to datacenter'],
  [
    'GET',
    '/v1/catalog/services?near=_agent&stale&consistent',
    '',
    400,
    'Cannot specify ?stale with ?consistent, conflicting semantics.',
  ],
  ['POST', '/v1/catalog/nodes', '', 405, 'method POST not allowed'],
  [
    'PUT',
    '/v1/catalog/deregister',
    '{"Node":"x","Wibble":1}',
    400,
    'Request decode failed: json: unknown field "Wibble"',
  ],
  [
    'PUT',
    '/v1/catalog/deregister',
    '{"Node":1}',
    400,
    'Request decode failed: json: cannot unmarshal number into Go struct field .Alias.Node of type string',
  ],
  ['GET', '/v1/catalog/service/', '', 400, 'Missing service name'],
  ['GET', '/v1/catalog/connect/', '', 400, 'Missing service name'],
  ['GET', '/v1/catalog/node/', '', 400, 'Missing node name'],
  ['GET', '/v1/catalog/node-services/', '', 400, 'Missing node name'],
  ['GET', '/v1/catalog/gateway-services/', '', 400, 'Missing gateway name'],
];
