// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const QUERY = '/v1/query';
const UNKNOWN = `${QUERY}/11111111-2222-3333-4444-555555555555`;
const DECODING = 'Request decode failed:';
const LENGTH = 'failed prepared query lookup: index error: UUID must be 36 characters';

const bodies = (method: string, path: string): BadInput[] => [
  [method, path, '{nope', 400, new RegExp(`^${DECODING} invalid character`)],
  [method, path, '{"Wibble":1}', 400, `${DECODING} json: unknown field "Wibble"`],
  [
    method,
    path,
    '{"ModifyIndex":{}}',
    400,
    `${DECODING} json: cannot unmarshal object into Go struct field PreparedQuery.RaftIndex.ModifyIndex of type uint64`,
  ],
  [
    method,
    path,
    '{"Name":5}',
    400,
    `${DECODING} json: cannot unmarshal number into Go struct field PreparedQuery.Name of type string`,
  ],
];

export const preparedQueryBadInput: readonly BadInput[] = [
  ...bodies('POST', QUERY),
  ...bodies('PUT', UNKNOWN),
  ['POST', `${QUERY}?dc=ghost`, '{}', 500, 'No path to datacenter'],
  ['PUT', `${UNKNOWN}?dc=ghost`, '{}', 500, 'No path to datacenter'],
  ['DELETE', `${UNKNOWN}?dc=ghost`, '', 500, 'No path to datacenter'],
  ['POST', QUERY, '{}', 500, 'Invalid prepared query: Must be bound to a session'],
  ['PUT', UNKNOWN, '{}', 500, /^Cannot modify non-existent prepared query/],
  ['GET', `${QUERY}/nope`, '', 500, LENGTH],
  ['DELETE', `${QUERY}/nope`, '', 500, `Prepared Query lookup failed: ${LENGTH}`],
  ['GET', UNKNOWN, '', 404, 'Query not found'],
  ['GET', `${QUERY}/ghost/execute`, '', 404, 'Query not found'],
  ['GET', `${QUERY}/ghost/explain`, '', 404, 'Query not found'],
  [
    'GET',
    `${QUERY}/ghost/execute?limit=x`,
    '',
    500,
    'Bad limit: strconv.Atoi: parsing "x": invalid syntax',
  ],
];
