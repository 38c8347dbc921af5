// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

export const kvBadInput: readonly BadInput[] = [
  ['PUT', '/v1/kv/', 'x', 400, 'Missing key name'],
  ['PUT', '/v1/kv/x?flags=abc', 'x', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
  ['PUT', '/v1/kv/x?cas=abc', 'x', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
  ['PUT', '/v1/kv/x?cas=1&acquire=a', 'x', 400, 'Conflicting flags: acquire=a&cas=1\n'],
  ['PUT', '/v1/kv/x?acquire=ghost', 'x', 500, 'raft apply failed: invalid session "ghost"'],
  ['PUT', '/v1/kv/x?dc=ghost', 'x', 500, 'No path to datacenter'],
  ['DELETE', '/v1/kv/', '', 400, 'Missing key name'],
  ['DELETE', '/v1/kv/x?cas=abc', '', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
  ['DELETE', '/v1/kv/x?dc=ghost', '', 500, 'No path to datacenter'],
  ['GET', '/v1/kv/', '', 400, 'Missing key name'],
  ['GET', '/v1/kv/%20x', '', 500, 'invalid key name, leading/trailing spaces are not allowed'],
];
