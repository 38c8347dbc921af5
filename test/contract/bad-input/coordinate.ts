// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const update = '/v1/coordinate/update';

export const coordinateBadInput: readonly BadInput[] = [
  ['GET', '/v1/coordinate/nodes?wait=x&partition=x', '', 400, 'Invalid wait time'],
  ['GET', '/v1/coordinate/node/n?index=x&partition=x', '', 400, 'Invalid index'],
  ['PUT', update, '{"Node"', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', update, '{"Wibble":1}', 400, 'Request decode failed: json: unknown field "Wibble"'],
  [
    'PUT',
    update,
    '[]',
    400,
    'Request decode failed: json: cannot unmarshal array into Go value of type structs.CoordinateUpdateRequest',
  ],
  ['PUT', update, '{"Node":"x","Coord":{"Vec":[1,2]}}', 500, 'incompatible coordinate'],
  ['GET', '/v1/coordinate/node/', '', 404, ''],
];
