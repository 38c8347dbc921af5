// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const CREATE = '/v1/session/create';

export const sessionBadInput: readonly BadInput[] = [
  ['PUT', CREATE, '{', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', CREATE, '{"Behavior":"x"}', 500, "Invalid Behavior setting 'x'"],
  ['PUT', CREATE, '{"Node":""}', 500, 'Must provide Node'],
  ['PUT', CREATE, '{"TTL":"x"}', 500, `Session TTL 'x' invalid: time: invalid duration "x"`],
  ['PUT', CREATE, '{"Node":"ghost"}', 500, 'apply failed: Missing node registration'],
  [
    'PUT',
    CREATE,
    '{"Name":7}',
    400,
    'Request decode failed: json: cannot unmarshal number into Go struct field .Alias.Name of type string',
  ],
  ['PUT', `${CREATE}?dc=ghost`, '', 500, 'No path to datacenter'],
  ['PUT', '/v1/session/destroy/', '', 400, 'Missing session'],
  ['PUT', '/v1/session/renew/', '', 400, 'Missing session'],
  ['PUT', '/v1/session/renew/ghost', '', 404, "Session id 'ghost' not found"],
  ['GET', '/v1/session/info/', '', 400, 'Missing session'],
  ['GET', '/v1/session/info/?index=x', '', 400, 'Invalid index'],
  ['GET', '/v1/session/node/?max_stale=x&ns=x', '', 400, 'Invalid max_stale value "x"'],
  ['GET', '/v1/session/list?wait=x&partition=x', '', 400, 'Invalid wait time'],
  [
    'PUT',
    CREATE,
    '{"ModifyIndex":"x"}',
    400,
    'Request decode failed: json: cannot unmarshal string into Go struct field .Alias.RaftIndex.ModifyIndex of type uint64',
  ],
  ['GET', '/v1/session/node/', '', 400, 'Missing node name'],
];
